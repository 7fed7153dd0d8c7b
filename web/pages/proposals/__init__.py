"""Proposals: read, put together, assessed, compared."""
