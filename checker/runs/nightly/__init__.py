"""A nightly run: what `lovgraf.toml` names, checked, compared with the last run, and told.

`settings` (the file), `run` (the run), `adding` (its rows), `recognised` (what is new, gone, still
there), `gone_columns` (findings not found for want of a column), `kept` (the history), `trend` and
`trend_text` (what it shows), `notices` (log, mail, call).
"""
