"""Jobs of the reader: how far, cancelled, removed."""
