"""Proposals: changes of the law as data, laid over the law and assessed.

The proposal: `proposal` (read), `overlay` (laid over), `sound` (usable), `editing`, `skeleton`.
Everyone: `case_space`, cut by `partitioner` into `tables` of kinds; `inquiry` asks of them.
Findings: `assess` and `find`; `changes`, `matrix`, `describe` (whom, in fewest terms), `overview`.
Gaps: `gap` is one found, `gap_kind` a kind; `gaps` has a file a kind, `gap_words` reads its words.
`graph_gaps` finds what shows in the graph, `cell_gaps` asks everyone whom a duty strikes (`asked`).
Repairs: `repairs` tries the `edits` of each kind (what kinds share: `narrowing`, `routes_beside`,
`measures`, `new_provision`, `concerning`); `no_repair` says why there is none.
"""

from lovgraf.proposals.not_applied import NotApplied
from lovgraf.proposals.overlay import Overlay, lay_over, overlay_notes
from lovgraf.proposals.proposal import Proposal, read_proposal

__all__ = ["NotApplied", "Overlay", "Proposal", "lay_over", "overlay_notes", "read_proposal"]
