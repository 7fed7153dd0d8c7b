"""Measurements of the checker against merely reading the same file, and against pySHACL."""
