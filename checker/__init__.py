"""Lovgraf: legal requirements as data, checked against records.

The floors, from below: `core`, `facts`, `law`, `conditions`, `verdicts` (what the law says);
`readers`, `engine`, `reference`, `check` (what a dataset says to it);
`explain`, `proposals`, `query`, `validate`, `reports`, `runs`, `authoring` (what people ask);
`cli` (the commands). Each imports only from those before it.
"""
