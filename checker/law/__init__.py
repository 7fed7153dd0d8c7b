"""The law graph: loaded, read into norms and routes, and seen as of a date.

Reading: `graph` (Turtle files into one graph), `store` (its triples as numbers of
`numbered_terms`, in a `triple_index`).
What it holds: `provisions`, `norms`, `deadlines` (and the `deadline_rules` of general law),
`routes`, `authorities`, `time`.
As of a day: `view` (`Law`, `LawView`), `coverage`.
Said once, meant often: `patterns` (norms of many acts), `participants` (persons in other records).
Finding one's way: `search`, `neighbours`; `well_formed` says what a law graph must look like.
"""

from lovgraf.law.deadlines import Deadline
from lovgraf.law.graph import LawGraph, load_graph
from lovgraf.law.norms import Norm
from lovgraf.law.routes import AccessRoute, Fee
from lovgraf.law.view import Law, LawView, load_law

__all__ = [
    "AccessRoute", "Deadline", "Fee", "Law", "LawGraph", "LawView", "Norm", "load_graph",
    "load_law",
]  # fmt: skip
