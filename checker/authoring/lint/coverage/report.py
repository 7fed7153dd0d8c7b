"""The coverage of a law by scenarios as text or JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import groupby

from rdflib import URIRef

from lovgraf.authoring.lint.coverage.demands import KINDS, Demand
from lovgraf.authoring.lint.coverage.measure import Coverage
from lovgraf.core.safe import plain
from lovgraf.core.terms import Lang, Text, label, relative
from lovgraf.law import Law
from lovgraf.reports.phrases import number

_HEAD = Text(
    "{scenarios} scenarier. {having} af {norms} regler, der giver udfald, har mindst ét.",
    "{scenarios} scenarios. {having} of {norms} norms that give verdicts have at least one.",
)
_COLUMNS = (
    Text("krævet", "asked for"),
    Text("vist", "shown"),
    Text("accepteret", "accepted"),
    Text("mangler", "lacking"),
)
_STALE = Text(
    "Står på listen over accepterede huller, men er dækket eller findes ikke mere; slet linjen:",
    "Listed as accepted, but covered or gone; take the entry out:",
)
_NONE = Text("Intet mangler.", "Nothing is lacking.")


def as_text(found: Coverage, law: Law, lang: Lang) -> Iterator[str]:
    """Counts first, then what is lacking by act and norm."""
    yield (
        _HEAD[lang].format(
            scenarios=number(found.scenarios, lang),
            having=number(found.with_scenario, lang),
            norms=number(found.norms, lang),
        )
        + "\n\n"
    )
    yield from _table(found, lang)
    if not found.gaps:
        yield f"\n{_NONE[lang]}\n"
    for act, gaps in groupby(found.gaps, lambda gap: gap.subject.act):
        own = list(gaps)
        title = label(law.graph, URIRef(act))[lang]
        yield "\n" + plain(f"{relative(act)}: {title} ({len(own)})") + "\n"
        for subject, several in groupby(own, lambda gap: gap.subject):
            yield plain(f"  {subject.name}: {subject.label[lang]}") + "\n"
            for gap in several:
                yield plain(f"    {gap.what[lang]} [{gap.kind} {gap.detail}]") + "\n"
    if found.stale:
        yield f"\n{_STALE[lang]}\n"
        yield from (plain(f"  {gap}") + "\n" for gap in found.stale)


def _table(found: Coverage, lang: Lang) -> Iterator[str]:
    rows = [["", *(column[lang] for column in _COLUMNS)]]
    for kind, asked in found.demanded.items():
        accepted = sum(gap.kind == kind for gap in found.accepted)
        lacking = sum(gap.kind == kind for gap in found.gaps)
        counts = (asked, found.met[kind], accepted, lacking)
        rows.append([KINDS[kind][lang], *(number(count, lang) for count in counts)])
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for name, *cells in rows:
        right = (text.rjust(width) for text, width in zip(cells, widths[1:], strict=True))
        yield f"{name.ljust(widths[0])}  {'  '.join(right)}".rstrip() + "\n"


def as_json(found: Coverage) -> str:
    """The same as one JSON object; `gap` is the name under which a gap can be accepted."""
    data = {
        "scenarios": found.scenarios,
        "norms": found.norms,
        "with_scenario": found.with_scenario,
        "counts": {
            kind: {"asked": asked, "shown": found.met[kind]}
            for kind, asked in found.demanded.items()
        },
        "gaps": [_gap(gap) for gap in found.gaps],
        "accepted": [{**_gap(g), "reason": found.reasons[g.key]} for g in found.accepted],
        "stale": list(found.stale),
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _gap(gap: Demand) -> dict[str, object]:
    return {
        "gap": gap.key,
        "kind": gap.kind,
        "act": relative(gap.subject.act),
        "subject": gap.subject.name,
        "label": gap.subject.label.as_dict(),
        "what": gap.what.as_dict(),
    }
