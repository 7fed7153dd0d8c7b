"""Search in the law."""
