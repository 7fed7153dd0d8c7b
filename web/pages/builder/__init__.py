"""Questions to the law that are put together from choices."""
