"""Proposals: changes of the law as data, laid over the law and assessed."""

from lovgraf.proposals.not_applied import NotApplied
from lovgraf.proposals.overlay import Overlay, lay_over, overlay_notes
from lovgraf.proposals.proposal import Proposal, read_proposal

__all__ = ["NotApplied", "Overlay", "Proposal", "lay_over", "overlay_notes", "read_proposal"]
