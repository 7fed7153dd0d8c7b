"""A check of a dataset: judged, its rows looked at again, in parts, on a cluster.

The order of it all: `dataset`; `run` (the law compiled), `judging` (cells to verdicts), `causes`,
`findings`, `conclusion` (the result).
Back to rows: `row_recheck` (what a cell leaves open and a row settles), `seen_rows`.
The data itself: `quality`, `contradictions`, `input_quality`.
Larger: `parts` (many files, larger than memory, resumed), `spark` (a cluster).
"""
