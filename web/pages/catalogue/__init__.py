"""The catalogue of data, for machines that look around."""
