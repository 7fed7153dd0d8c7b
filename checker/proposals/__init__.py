"""Proposals: changes of the law as data, laid over the law and assessed."""

from checker.proposals.overlay import NotApplied, Overlay, lay_over, overlay_notes
from checker.proposals.proposal import Proposal, read_proposal

__all__ = ["NotApplied", "Overlay", "Proposal", "lay_over", "overlay_notes", "read_proposal"]
