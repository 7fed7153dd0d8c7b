"""One citizen: a form of facts, and the verdicts with their reasons."""
