"""The start page: three doors, and one search."""
