"""The answer to a question about one record: outcome, reasons, what to do, what could change it.

`asked` is a question made ready, `answerer` answers it: `case` finds what decides for a record (the
part of the proof that decides, not the whole of it), `grounds` says the rules, `steps` what is to
be done, `later` from which day a no is another answer, `appeals` how a decision can be appealed,
`taken_for_granted` what nobody said, `words` what the reader's words leave open, `next_fact` what
to ask for, `changes` what would give another answer. `model` is the answer as values.
"""

from lovgraf.explain.answer.answerer import Answerer
from lovgraf.explain.answer.asked import OPENS_OPEN
from lovgraf.explain.answer.model import Answer, Ground, Presumed, Step, Wanted

__all__ = ["OPENS_OPEN", "Answer", "Answerer", "Ground", "Presumed", "Step", "Wanted"]
