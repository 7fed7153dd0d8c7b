"""The description of the pages for programs."""
