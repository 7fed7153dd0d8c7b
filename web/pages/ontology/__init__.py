"""The names of the graph."""
