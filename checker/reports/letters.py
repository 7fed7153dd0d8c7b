"""What a letter about a finding needs, beside who it is to: what they must do, by when, what
follows, and what the finding rests on."""

from __future__ import annotations

from msgspec import Struct

from lovgraf.check.work_list import BREACH, POSSIBLE, work_list
from lovgraf.core.result import CheckResult
from lovgraf.core.terms import Lang, Text
from lovgraf.reports.phrases import counted, word

CAUSE_CELLS = ("deadline", "sanction", "rests-on")
"""What all findings of a cause share, by the words that name it: the deadline in words, what
follows, and the presumptions without which the verdict would be another."""
_DAY, _DAYS = Text("dag", "day"), Text("dage", "days")


class Letter(Struct, frozen=True):
    """What letters about the findings of a cause share: `cells` (of `CAUSE_CELLS`), and what they
    must do (empty where it is not known that they did not, nor told what alone that turns on)."""

    lang: Lang
    cells: tuple[str, ...]
    to_do: str

    def said(self, late: str | None) -> str:
        """What to tell them of a finding that was done so many days too late, or was not."""
        if late is None or not self.to_do:
            return self.to_do
        return word("was-late", self.lang, count=counted(int(late), _DAY, _DAYS, self.lang))


def letters_of(result: CheckResult, lang: Lang) -> dict[str, Letter]:
    """What letters about the findings of each cause need, by the cause's id."""
    norms = {norm.norm: norm for norm in result.norms}
    presumed = {use.presumption: use.label for use in result.presumptions}
    kinds = {task.id: task.kind for task in work_list(result).tasks}
    found = {}
    for cause in result.causes:
        norm, kind = norms[cause.norm], kinds[cause.id]
        acts = kind in (BREACH, POSSIBLE)
        cells = (
            norm.deadline[lang] if acts and norm.deadline else "",
            norm.sanction[lang] if acts and norm.sanction else "",
            "; ".join(presumed[iri][lang] for iri in cause.rests_on if iri in presumed),
        )
        must = norm.to_do if cause.verdict == "breached" or cause.first else None
        to_do = must[lang] if must else ""
        if to_do and cells[-1]:
            to_do = f"{to_do} {word('taken-for-granted', lang, presumed=cells[-1])}"
        found[cause.id] = Letter(lang, cells, to_do)
    return found
