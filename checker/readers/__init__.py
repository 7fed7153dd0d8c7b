"""Tables and records of any form, as typed columns.

Opening: `table` (a dataset as typed columns), `formats` (which form a file has), `inputs`.
Forms: `delimited`, `excel`, `parquet`, `jsonlines`, `rdf` and `triples`, `databases`, `stores`.
As a mapping describes them (`described`): `fixed` (fixed width), `nested` (JSON, XML).
Others: `spooled` (batches as Parquet), `workbooks` (and `workbook_child`), `html_table`,
`archives`, `lake_tables`.
Refused by name: `foreign`, `lakes`, `bombs`.
Columns: `headers` (which is which fact), `csvw` (as a mapping says; `csvw_writing` writes one),
`lost` (which are not read), `resembling` (which ones a heading resembles).
Values: `reading` (as written to typed), `expressions` (the same as SQL), `typed`.
Rows: `left_out` (no records, by their `row_signs`, among `doubtful_rows`), `kinds` (several types
in one table); `assemble` puts all together.
"""
