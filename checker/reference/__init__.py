"""The reference engine: records as RDF, HermiT for classes, pySHACL for duties.

Slow and plain on purpose: it shares no code with the columns engine beyond the reading of the law
graph, and is what that engine must agree with (semantics, section 5).

The way: `engine` (verdicts), `plan` (parts of a norm), `cases` and `tables` (its completions).
Facts: `operators` and `functions` (derived ones), `dates`, `unknowns` and their `candidates`.
A third opinion: `solver` (z3), which shares nothing with either engine but the reading of the law.
Oracles: `oracles` (with a memory), `hermit` with `owl_axioms`, `rdf`; `engine` puts them together.
"""

from lovgraf.reference.engine import Verdict, check_records, judge, verdicts

__all__ = ["Verdict", "check_records", "judge", "verdicts"]
