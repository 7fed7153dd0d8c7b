"""The command line: parse, call, write. Heavy modules are imported inside the commands.

Start: `main` (every end in one line and a status), `app` (which commands there are), `failure`.
Commands, a file each: `check`, `person`, `law`, `query`, `assess`, `lint`, `validate`, `compare`,
`history`; `tools` has the small ones.
Options: `options`, `values`; their texts in both languages: `texts`, `option_texts`, `help`.
"""

from lovgraf.cli.main import main, run

__all__ = ["main", "run"]
