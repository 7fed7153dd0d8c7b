"""Cases that ask what their record may do, under the law as it is and as it becomes by a change."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cached_property, partial

from msgspec.structs import replace

from lovgraf.authoring.lint.mutation.mutants import Mutant
from lovgraf.authoring.scenarios.cases import Scenario, record_of
from lovgraf.authoring.scenarios.may import MayCase, answers, condition_of, grouped_answers
from lovgraf.facts.vocabulary import FactVocabulary
from lovgraf.law import Law


class MayCases:
    """The cases about what is open to a record where that is in force, each read once."""

    def __init__(self, law: Law, scenarios: Iterable[Scenario]) -> None:
        self._law = law
        self._cases = [case for case in scenarios if case.asks_may]
        self._views = {case.as_of: law.at(case.as_of) for case in self._cases if not case.error}

    @cached_property
    def _asked(self) -> list[MayCase]:
        found = []
        for case in self._cases:
            condition = condition_of(self._views[case.as_of], case)
            if condition is not None:
                found.append(MayCase(case, record_of(self._law, case), condition))
        return found

    @cached_property
    def _before(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for some in grouped_answers(self._law, self._law.facts, self._asked):
            found |= some
        return found

    def noticing(self, mutant: Mutant, facts: FactVocabulary) -> str:
        """The first case that is answered otherwise under a change; empty where none is.

        `facts` holds those that the change brings in. A route that is gone is open to nobody.
        """
        if mutant.elsewhere is None:
            return ""
        changed = []
        for one in self._asked:
            view = self._views[one.case.as_of]
            condition = mutant.elsewhere(view, partial(condition_of, case=one.case))
            if condition is None:
                return one.case.id
            if condition != one.condition:
                changed.append(replace(one, condition=condition))
        for some in grouped_answers(self._law, facts, changed):
            for name, answer in some.items():
                if answer != self._before[name]:
                    return name
        return ""

    def noticing_day(self, other: Law, day: date) -> str:
        """The first case of a day that is answered otherwise under a law with other days of force;
        empty where none is."""
        cases = [case for case in self._cases if case.as_of == day]
        now = answers(other, cases) if cases else {}
        before = answers(self._law, cases) if cases else {}
        return next((name for name in now if now[name] != before[name]), "")
