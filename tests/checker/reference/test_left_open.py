"""What holds whatever a record leaves open is asked once, not for each of its completions."""

from __future__ import annotations

from itertools import product

import pytest

from lovgraf.core.terms import BASE, RECORD
from lovgraf.facts.values import NONE, State
from lovgraf.reference import oracles
from lovgraf.reference.oracles import Oracles, Question
from tests.agreement.laws import view_of
from tests.checker.reference.written import both, either, has, law, no, over

WHO = f"{BASE}class/who"
TEXT = law(both(has("mark"), either(has("flag"), both(no(over("number", 3)), has("codes", '"a"')))))
STATES: dict[str, tuple[State, ...]] = {
    "codes": (("a",), ("a", "b"), NONE), "flag": (True, False), "mark": (True, False, NONE),
    "number": (1, 3, 4, NONE),
}  # fmt: skip


def groups() -> list[list[Question]]:
    """The completions of each record, which leaves two facts open and says the other two."""
    found = []
    for open_ in (("number", "flag"), ("codes", "number"), ("mark", "number"), ("codes", "flag")):
        said = [name for name in STATES if name not in open_]
        for known in product(*(STATES[name] for name in said)):
            record = dict(zip(said, known, strict=True))
            rows = product(*(STATES[name] for name in open_))
            several = [record | dict(zip(open_, row, strict=True)) for row in rows]
            found.append([(WHO, "thing", states(one)) for one in several])
    return found


def states(record: dict[str, State]) -> tuple[tuple[str, State], ...]:
    return tuple((str(RECORD[name]), state) for name, state in sorted(record.items()))


@pytest.mark.slow
def test_what_is_settled_is_what_each_completion_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    each = Oracles(view_of(TEXT).law)
    each.ask_classes(question for group in groups() for question in group)
    for name in ("MANY_COMPLETIONS", "WORTH_A_CALL"):
        monkeypatch.setattr(oracles, name, 1)
    at_once = Oracles(each.law)
    at_once.settle_classes(groups())
    assert at_once.classes.items() <= each.classes.items()
    assert set(at_once.classes.values()) == {True, False}
    alike = [{each.classes[each.class_question(q)] for q in group} for group in groups()]
    for group, answers in zip(groups(), alike, strict=True):
        if len(answers) == 1:
            assert all(at_once.class_question(question) in at_once.classes for question in group)
    assert any(len(answers) == 2 for answers in alike)
    at_once.ask_classes(question for group in groups() for question in group)
    assert at_once.classes == each.classes
