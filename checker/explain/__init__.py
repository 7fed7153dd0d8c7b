"""Why a record gets its verdicts, in words a citizen can read.

One record: `person`, as values of `model`.
Reasons: `trees` (conditions with answers), `decisive` (what decides), `telling`, `statement`.
What next: `turns` (smallest changes), `may` (what one may do).
Questions: `question` (read from the graph), `matching` (`found` by plain words, read by `wordings`,
in a `word_index`), `choosing` (one, never a guess), `self_reports` (facts in the words; `days`, as
`days_in_words` finds them), `question_program` (compiled), `interview` (what to ask for next, by
`answers_tried`), `answer` (with its reasons), `about` (of a person).
"""

from lovgraf.explain.model import Explanation, May, PersonVerdict, RouteText, Turn, Why
from lovgraf.explain.person import Explainer, explain_person, explain_record

__all__ = [
    "Explainer", "Explanation", "May", "PersonVerdict", "RouteText", "Turn", "Why",
    "explain_person", "explain_record",
]  # fmt: skip
