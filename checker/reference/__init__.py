"""The reference engine: records as RDF, HermiT for classes, pySHACL for duties.

Slow and plain on purpose: it shares no code with the columns engine beyond the reading of the law
graph, and is what that engine must agree with (semantics, section 5).
"""

from lovgraf.reference.engine import Verdict, check_records, judge, verdicts

__all__ = ["Verdict", "check_records", "judge", "verdicts"]
