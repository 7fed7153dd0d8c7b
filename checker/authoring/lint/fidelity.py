"""The page `docs/fidelity.md`: what was read, and when, as the graph says it."""

from __future__ import annotations

import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

from rdflib import URIRef

from lovgraf.authoring.lint.ledger import Ledger, ledger
from lovgraf.authoring.lint.ledger.entries import act_name
from lovgraf.authoring.lint.ledger.report import counts
from lovgraf.core.terms import CORE, absolute, label, relative
from lovgraf.law import Law, load_law
from lovgraf.reports.phrases import number

PAGE = Path(__file__).resolve().parents[3] / "docs" / "fidelity.md"
_TEXTS = re.compile(r"<!-- sentences -->\n(.*?)<!-- end -->\n", re.DOTALL)
_HEAD = """# Fidelity: what was read, and how

This page is made from the graph (`make fidelity`; a test says when it is stale). Every norm is
encoded from the text of its act, down to the sentence. In the graph, `core:readOn` gives the day of
reading, `core:secondReadOn` the day on which somebody who did not encode the norm read it again,
`core:verification` says in words what could not be verified (`lovgraf query unverified`),
`core:faultyReference` what is wrong with a reference that the act itself makes (`lovgraf lint`),
and `core:coveredUntil` how far the encoding of an act goes: reports name the acts whose coverage
ends before the day that is asked about. A reading by a lawyer is missing.
"""
_LEDGER = """
## Every sentence

`lovgraf lint --ledger DIR` holds the texts of the acts against the graph, sentence by sentence
([testing the law](testing-the-law.md#every-sentence-of-an-act)). "Norm of the whole" is a norm on
the item, sentence or subsection that holds the sentence.

"""
_NOTES = """
## Notes

What the readings of 24 to 26 November 2026 corrected stands in [readings](fidelity-readings.md);
what is peculiar to a family of acts in its note:

"""


def page(law: Law, texts: str, found: Ledger | None = None) -> str:
    """The page as it should be; `texts` is what it says of the texts where they are not at hand."""
    parts = [_HEAD, _acts(law), _LEDGER]
    parts += ["<!-- sentences -->\n", texts if found is None else _sentences(found)]
    parts += ["<!-- end -->\n", _reasons(law), _NOTES]
    return "".join([*parts, *_families()])


def _families() -> Iterable[str]:
    """A line for each note on a family of acts, by its own title."""
    for note in sorted(PAGE.parent.glob("fidelity-*.md")):
        if note.name not in _NOTES:
            title = note.read_text(encoding="utf-8").partition("\n")[0]
            yield f"- [{title.removeprefix('# Fidelity: ')}]({note.name})\n"


def kept(text: str) -> str:
    """What a page says of the texts."""
    match = _TEXTS.search(text)
    return match[1] if match else ""


def _acts(law: Law) -> str:
    """What was read by act: norms, days, second readings, what could not be verified."""
    graph = law.graph
    norms: dict[str, list[URIRef]] = defaultdict(list)
    for iri in law.norms:
        norms[act_name(iri)].append(URIRef(iri))
    rows = []
    for act in sorted(norms):
        own = norms[act]
        again = [norm for norm in own if (norm, CORE.secondReadOn, None) in graph]
        doubts = sum((norm, CORE.verification, None) in graph for norm in own)
        days = sorted({str(day) for norm in own for day in graph.objects(norm, CORE.readOn)})
        until = graph.value(URIRef(absolute(act)), CORE.coveredUntil)
        rows.append(
            (
                f"{label(graph, URIRef(absolute(act))).en} (`{act}`)",
                number(len(own), "en"),
                " to ".join(dict.fromkeys((days[0], days[-1]))) if days else "",
                "all" if len(again) == len(own) else number(len(again), "en"),
                number(doubts, "en"),
                "" if until is None else str(until),
            )
        )
    faulty = len(set(graph.subjects(CORE.faultyReference, None)))
    head = ("act", "norms", "read", "of them read again", "with a doubt in words", "covered until")
    return (
        f"\n## Acts\n\n{_table(head, rows)}\n"
        f"{faulty} provisions have a faulty reference of the act's own.\n"
    )


def _sentences(found: Ledger) -> str:
    """The counts of the texts' sentences by act."""
    rows = [(f"`{act.text.act}`", *(number(n, "en") for n in counts(act))) for act in found.acts]
    whole = map(sum, zip(*map(counts, found.acts), strict=True))
    rows.append(("in all", *(number(count, "en") for count in whole)))
    head = ("text", "sentences", "own norm", "norm of the whole", "in the ledger")
    return _table((*head, "not encoded yet", "unaccounted for"), rows)


def _reasons(law: Law) -> str:
    """How many places of the ledger have which reason, and what is not encoded yet."""
    graph = law.graph
    times: Counter[str] = Counter()
    lacking = []
    for act, entry in graph.subject_objects(CORE.ledger):
        reason = graph.value(entry, CORE.reason)
        places = sorted(str(place) for place in graph.objects(entry, CORE.ledgerPlace))
        times[label(graph, reason).en if reason else ""] += len(places)
        if reason and (reason, CORE.remainsOpen, None) in graph:
            notes = (
                v for v in graph.objects(entry, CORE.note) if getattr(v, "language", "") == "en"
            )
            lacking += [(f"`{relative(str(act))}` {', '.join(places)}", str(next(notes, "")))]
    listed = ", ".join(f"{name} {count}" for name, count in sorted(times.items()))
    text = f"\nPlaces in the ledger by reason: {listed}.\n"
    if lacking:
        text += f"\nNot encoded yet:\n\n{_table(('place', 'why'), sorted(lacking))}"
    return text


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def main(folders: list[str]) -> None:
    """Write the page anew; with a folder of texts, count their sentences too."""
    law = load_law()
    old = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    found = ledger(law, Path(folders[0])) if folders else None
    PAGE.write_text(page(law, kept(old), found), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
