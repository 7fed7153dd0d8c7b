"""The reference engine: records as RDF, HermiT for classes, pySHACL for duties.

Slow and plain on purpose: it decides with code of its own, and is what the columns engine must
agree with (semantics, section 5). They share what reads the law and the facts (`lovgraf.law`,
`lovgraf.facts`), and what says whether a class or a shape can be read at all (the files
`readable…` of `lovgraf.conditions`), so that both refuse the same.

The way: `engine` (verdicts), `plan` (parts of a norm), `cases` and `tables` (its completions).
Facts: `operators` (derived ones) with `call` and `functions` (a file each), `dates`, `unknowns`
and their `candidates`.
A third opinion: `solver` (z3), which shares nothing with either engine but the reading of the law.
Oracles: `oracles` (with a memory, asked once of `alike_states` and of texts that are
`interchangeable`), `hermit` with `owl_axioms`, `rdf`; `engine` puts them together.
For reasoners of others: `bound_axioms`, which say whom norms bind.
"""

from lovgraf.reference.engine import Verdict, judge, verdicts, verdicts_of

__all__ = ["Verdict", "judge", "verdicts", "verdicts_of"]
