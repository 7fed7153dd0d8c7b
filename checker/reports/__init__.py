"""Results in every form they are written in, from one model.

Of a check: `formats` finds a writer each: `as_text`, `as_json`, `as_csv`, `as_html`, `as_sarif`,
`as_junit`, `as_turtle`; `summary` for the screen.
Of a record: `person_text`, `person_json`. Of the law: `law`. Of queries: `query`.
Of a proposal: `assessment`. Charts: `chart`.
Words: `words`, `phrases`, `rows`, `read` (what was read).
"""
