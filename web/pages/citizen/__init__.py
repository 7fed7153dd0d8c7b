"""One question, answered by a few more: which to choose, the interview, the answer."""
