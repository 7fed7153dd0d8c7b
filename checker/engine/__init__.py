"""The columns engine: a population as weights on cells, all that the law can see of it.

The plan: `plan` (what is asked), `sql` (as statements), `layout` (where codes lie).
The table: `population` (rows to cells and back), `cell_codes`, `known_cells`, `cell_views`,
`records`.
Fast: `array_path` and the other `array_*` files (look-ups in numpy for usual values).
One record: `in_memory`, `one_record`, `known_facts`; as formulas: `scalar_program`, `scalar_reads`.
"""
