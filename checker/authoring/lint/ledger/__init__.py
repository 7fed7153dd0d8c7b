"""Every sentence of an act's text, and what in the graph accounts for it."""

from lovgraf.authoring.lint.ledger.measure import Ledger, ledger

__all__ = ["Ledger", "ledger"]
