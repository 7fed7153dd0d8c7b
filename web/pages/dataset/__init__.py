"""A dataset: upload it, say which column is which, check it, see what was found."""
