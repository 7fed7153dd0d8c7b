"""Proposals: changes of the law as data, laid over the law and assessed.

The proposal: `proposal` (read), `usable`, `overlay` (laid over the law, of which much is
`unchanged`), `fitting` (what it asks for can be asked), `editing`, `skeleton`.
Everyone: `case_space` (a product of `axes`), cut by `partitioner` into `tables` of kinds; `inquiry`
asks of them.
Findings: `assess`, `find`, `changes`, `described` (whom, in fewest terms: a `cover`), `outcomes`,
`dataset`, `overview`.
Gaps: `gap` is one found, `gap_kind` a kind and its words; `gaps` has a file a kind. `graph_gaps`
finds what shows in the graph, `cell_gaps` asks everyone whom a duty strikes (`changed_duty`).
Repairs: `repairs` tries the `edits` of each kind, or says why there is none.
"""

from lovgraf.proposals.not_applied import NotApplied
from lovgraf.proposals.overlay import Overlay, lay_over, overlay_notes
from lovgraf.proposals.proposal import Proposal, read_proposal

__all__ = ["NotApplied", "Overlay", "Proposal", "lay_over", "overlay_notes", "read_proposal"]
