"""The work list in words, the same in every format that people read."""

from __future__ import annotations

from lovgraf.check.work_list import (
    BREACH,
    DATA,
    GIVEN_UP,
    JUDGED,
    NOTHING,
    POSSIBLE,
    Settling,
    Task,
    WorkList,
)
from lovgraf.core.result import CheckResult
from lovgraf.core.safe import plain
from lovgraf.core.terms import Lang, Text
from lovgraf.core.written import quoted
from lovgraf.reports.phrases import listed, named, number, totals, word, written_date

HEADINGS = {
    DATA: Text("Ret data, for det ændrer udfald", "Correct data, for it changes verdicts"),
    BREACH: Text("Brud", "Breaches"),
    POSSIBLE: Text("Måske brud: oplysninger mangler", "Perhaps breaches: facts are missing"),
    JUDGED: Text("Til skøn", "For somebody to judge"),
    GIVEN_UP: Text("Ikke regnet ud", "Not worked out"),
    NOTHING: Text("Intet at gøre", "Nothing to do"),
}
_MOST_SETTLING = 3


def task_lines(task: Task, lang: Lang) -> list[str]:
    """What is told of a task: the rule, what to do and who, and what else there is to know."""
    lines = []
    if task.rule is not None and task.where is not None:
        lines.append(f"{plain(task.rule[lang])} · {plain(task.where[lang])}")
    lines.append(f"{word('who', lang)}: {plain(task.who[lang])}. {plain(task.remedy[lang])}")
    more = [
        f"{word(name, lang)}: {plain(said[lang])}."
        for name, said in (("deadline", task.deadline), ("sanction", task.sanction))
        if said is not None and task.kind in (BREACH, POSSIBLE)
    ]
    return [*lines, " ".join(more)] if more else lines


def count_text(work: WorkList, kind: str, lang: Lang) -> str:
    """How much there is of a kind of task: verdicts (each of a rule on a record), but for what is
    wrong in the data."""
    count = work.count(kind)
    if kind == DATA:
        return number(count, lang)
    return (
        word("verdict-counted", lang)
        if count == 1
        else word("verdicts-counted", lang, count=number(count, lang))
    )


def change_text(task: Task, lang: Lang) -> str:
    """How the number changed since the run that this one is compared with; empty without one."""
    if task.before is None or task.change is None:
        return ""
    if not task.change:
        return word("unchanged", lang)
    if not task.before:
        return word("new", lang)
    sign = "+" if task.change > 0 else "\u2212"
    return f"{sign}{number(abs(task.change), lang)}"


def settling_line(work: WorkList, result: CheckResult, lang: Lang) -> str:
    """Which columns would settle most of what may be a breach; empty where nothing may."""
    parts = [_settles(one, result, lang) for one in work.settling[:_MOST_SETTLING]]
    return word("settling", lang, what=listed(parts, lang)) if parts else ""


def blanks_line(work: WorkList, result: CheckResult, lang: Lang, how: str = "") -> str:
    """That blanks would settle much where they mean no, or that there is none, and how that is said
    (by options of the command line, or `how`); empty where no such column counts."""
    columns = [one.column for one in work.settling[:_MOST_SETTLING]]
    there = [column for column in columns if column in result.may_be_none]
    if not there:
        return ""
    names = [_quoted(column, result, lang) for column in there]
    how = how or " ".join(f"--complete {column}" for column in there)
    return word("blanks", lang, what=listed(names, lang, "or"), how=how)


def _settles(one: Settling, result: CheckResult, lang: Lang) -> str:
    quoted = _quoted(one.column, result, lang)
    if not one.alone:
        return word("settles-together", lang, column=quoted, count=number(one.together, lang))
    return word("settles", lang, column=quoted, count=number(one.alone, lang))


def _quoted(column: str, result: CheckResult, lang: Lang) -> str:
    name = named(result.labels, [column], lang)[0]
    return quoted(Text(name, name))[lang]


def settled_line(work: WorkList, lang: Lang) -> str:
    """The verdicts of which nothing is to be done."""
    found = dict(work.settled)
    parts = [totals(found, lang)] if found else []
    if free := work.count(NOTHING):
        parts.append(word("harmless", lang, count=number(free, lang)))
    return f"{'; '.join(parts)}." if parts else ""


def compared_line(work: WorkList, result: CheckResult, lang: Lang) -> str:
    """What the changes are since; empty where there is no earlier run."""
    if result.earlier is None or work.gone is None:
        return ""
    return word(
        "compared",
        lang,
        name=plain(result.earlier.name),
        date=written_date(result.earlier.as_of, lang),
        gone=number(work.gone, lang),
    )
