"""Proposals: changes of the law as data, laid over the law and assessed.

The proposal: `proposal` (read), `overlay` (laid over), `sound` (usable), `editing`, `skeleton`.
Everyone: `case_space`, cut by `partitioner` into `tables` of kinds; `inquiry` asks of them.
Findings: `assess` and `find`; `changes`, `matrix`, `describe` (whom, in fewest terms), `overview`.
Gaps: `gap`; `graph_gaps` and `cell_gaps` find them, the files `*_gaps` a family each.
Repairs: `repairs` tries them, the files `*_repairs` make them; `no_repair` says why there is none.
"""

from lovgraf.proposals.not_applied import NotApplied
from lovgraf.proposals.overlay import Overlay, lay_over, overlay_notes
from lovgraf.proposals.proposal import Proposal, read_proposal

__all__ = ["NotApplied", "Overlay", "Proposal", "lay_over", "overlay_notes", "read_proposal"]
