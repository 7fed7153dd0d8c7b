"""What every room uses: texts in two languages, errors, Turtle, results, caches, limits."""
