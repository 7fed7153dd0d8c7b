"""The vocabulary of SHACL: which terms there are, and what queries in it may not say."""
