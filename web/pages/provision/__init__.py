"""One act or provision."""
