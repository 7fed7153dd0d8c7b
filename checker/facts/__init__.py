"""Facts about records: columns, values, dates, calendars, and what is derived from them.

The kinds of fact: `fact` (columns, derived facts, code lists). All of them: `vocabulary`, read by
`fact_reader`. What two columns contradict each other about: `dispute`; then: `repairs` of a record.
Values: `values` (known, none, unknown), `dates`, `decimals`, `identifiers`, `codes`, `countries`.
Expressions: `columns` (typed SQL that knows its columns), `states`, `call`.
Time: `calendar`, `period`, `closed_days`, `open_days`, `episode`.
Operators: `operators`, a file each; `operator` says what one may say of itself.
"""
