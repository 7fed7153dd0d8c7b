"""The command line: parse, call, write. Heavy modules are imported inside the commands."""

from lovgraf.cli.main import main, run

__all__ = ["main", "run"]
