"""Tools for whoever writes the law.

`lint` (the law graph by its own rules; the ledger; changes nobody would notice),
`scenarios` (cases that a lawyer can read), `sample` (datasets with known verdicts), `examples` (the
records by which the relations begin).
"""
