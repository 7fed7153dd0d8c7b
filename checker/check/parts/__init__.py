"""Inputs of many files: each is checked on its own, kept, and all become one result."""
