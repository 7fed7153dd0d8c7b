"""What a dataset lacks of what the rules need: so that a check that decides little is not taken for
one that found nothing."""

from __future__ import annotations

from collections.abc import Sequence

from lovgraf.core.intake import ColumnRead
from lovgraf.core.result import CheckResult
from lovgraf.core.terms import Text
from lovgraf.core.written import list_text
from lovgraf.facts.vocabulary import FactVocabulary
from lovgraf.readers.lost import answered_by

_NAMED = 6


def named(columns: Sequence[str], facts: FactVocabulary) -> Text:
    """Columns by their labels and names; the first of many."""
    known = [facts.columns[name] for name in columns if name in facts.columns]
    rest = len(known) - _NAMED
    more = (f" og {rest} til", f" and {rest} more") if rest > 0 else ("", "")
    danish = ", ".join(f"{one.label.da} ({one.name})" for one in known[:_NAMED])
    english = ", ".join(f"{one.label.en} ({one.name})" for one in known[:_NAMED])
    return Text(danish + more[0], english + more[1])


def nothing_decided(result: CheckResult, facts: FactVocabulary) -> Text | None:
    """What to tell where no rule was decided of anybody it is about, although some may be about
    as many as there are records; None elsewhere."""
    if result.decided:
        return None
    absent, unusable = named(_lacking(result, facts), facts), named(result.unusable, facts)
    why = Text("", "")
    if absent.da:
        why = Text(
            f" Mangler i filen, eller læses ikke af mappingen: {absent.da}.",
            f" Missing from the file, or not read by the mapping: {absent.en}.",
        )
    if unusable.da:
        why = Text(
            f"{why.da} Står i filen, men er tomt eller kan ikke bruges, hvor det behøves: "
            f"{unusable.da}.",
            f"{why.en} In the file, but blank or not usable where it is needed: {unusable.en}.",
        )
    return Text(
        "Om en regel er overholdt, kunne ikke afgøres for nogen, den gælder eller måske gælder "
        f"for; det er ikke det samme som, at intet er galt.{why.da}",
        "Whether a rule is complied with could be decided of nobody to whom it applies or may "
        f"apply; that is not the same as nothing being wrong.{why.en}",
    )


def left_undecided(result: CheckResult, facts: FactVocabulary) -> Text | None:
    """That the mapping leaves out columns which may be what verdicts are open without, and how to
    say what they are; None where there is none such."""
    lacking = {*result.lacking}
    left = [one for one in result.intake.undecided if not lacking.isdisjoint(_told_by(one, facts))]
    if not left:
        return None
    said = []
    for one in left:
        names = list_text([Text(name, name) for name in one.may_be], Text("eller", "or"))
        said.append(
            Text(f"{one.header!r} (kan være {names.da})", f"{one.header!r} (may be {names.en})")
        )
    listed = list_text(said, Text("og", "and"))
    return Text(
        f"Mappingen udelader uden at sige, hvad der står i dem: {listed.da}; skriv det i den (name "
        "i stedet for suppressOutput).",
        f"The mapping leaves out without saying what is in them: {listed.en}; write it into the "
        "mapping (name in place of suppressOutput).",
    )


def _told_by(column: ColumnRead, facts: FactVocabulary) -> set[str]:
    """The columns that one may be which nobody decided, and those that they answer for."""
    others = (other for name in column.may_be for other in answered_by(facts, name))
    return {*column.may_be, *others}


def _lacking(result: CheckResult, facts: FactVocabulary) -> list[str]:
    """What the dataset lacks, first what a column may tell that the mapping leaves out."""
    left = {name for one in result.intake.undecided for name in _told_by(one, facts)}
    return sorted(result.lacking, key=lambda name: name not in left)


def only_named(result: CheckResult, facts: FactVocabulary) -> Text | None:
    """What to tell where no rule was decided of anybody, and nothing was read but who the records
    are about (ids, names, addresses); None elsewhere."""
    read = [facts.columns[name] for name in result.columns if name in facts.columns]
    if not read or not all(
        one.unique or (one.personal and one.datatype == "string") for one in read
    ):
        return None
    if nothing_decided(result, facts) is None:
        return None
    who, need = named([one.name for one in read], facts), named(result.lacking, facts)
    return Text(
        f"Intet blev kontrolleret: filen siger kun, hvem den handler om ({who.da}), og ingen regel "
        f"kunne afgøres. Der mangler: {need.da}.",
        f"Nothing was checked: the file says only whom it is about ({who.en}), and no rule could "
        f"be decided. Missing: {need.en}.",
    )
