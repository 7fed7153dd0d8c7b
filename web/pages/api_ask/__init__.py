"""Questions and answers for programs, as `lovgraf ask` gives them."""
