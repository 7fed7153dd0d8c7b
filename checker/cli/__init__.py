"""The command line: parse, call, write. Heavy modules are imported inside the commands."""

from checker.cli.main import main, run

__all__ = ["main", "run"]
