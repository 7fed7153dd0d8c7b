"""Method, limits, sources, accessibility."""
