"""The law graph: loaded, read into norms and routes, and seen as of a date."""

from lovgraf.law.graph import LawGraph, load_graph
from lovgraf.law.norms import Deadline, Norm
from lovgraf.law.routes import AccessRoute, Fee
from lovgraf.law.view import Law, LawView, load_law

__all__ = [
    "AccessRoute", "Deadline", "Fee", "Law", "LawGraph", "LawView", "Norm", "load_graph",
    "load_law",
]  # fmt: skip
