"""Facts about records: columns, values, dates, calendars, and what is derived from them.

The vocabulary: `vocabulary` (columns, derived facts, code lists), read by `fact_reader`.
Values: `values` (known, none, unknown), `dates`, `decimals`, `identifiers`, `codes`, `countries`.
Expressions: `columns` (typed SQL that knows its columns), `states`, `call`.
Time: `calendar`, `period`, `closed_days`, `open_days`, `episode`.
Operators: `operators`, a file each; `operator` says what one may say of itself.
"""
