"""A population as weights on cells: all that the law can see of it."""
