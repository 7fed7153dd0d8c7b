"""Every sentence of an act's text, and what in the graph accounts for it."""

from checker.lint.ledger.measure import Ledger, ledger

__all__ = ["Ledger", "ledger"]
