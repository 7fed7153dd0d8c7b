"""Proposals: changes of the law as data, laid over the law and assessed."""

from checker.proposals.not_applied import NotApplied
from checker.proposals.overlay import Overlay, lay_over, overlay_notes
from checker.proposals.proposal import Proposal, read_proposal

__all__ = ["NotApplied", "Overlay", "Proposal", "lay_over", "overlay_notes", "read_proposal"]
