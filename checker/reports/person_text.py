"""One record explained, as text that a citizen can read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from lovgraf.core.safe import plain, web_link
from lovgraf.core.terms import Lang, Text
from lovgraf.core.written import number_text
from lovgraf.explain.model import Explanation, May, PersonVerdict, RouteText, Turn, Why
from lovgraf.reports.phrases import listed, severity_name, verdict_name, word, written_date
from lovgraf.reports.words import meaning

_ORDER = ("breached", "unattainable", "undetermined", "pending", "fulfilled", "exempt")
_ANSWER = {
    "true": Text("ja", "yes"),
    "false": Text("nej", "no"),
    "unknown": Text("ukendt", "unknown"),
}


def write_person(found: Explanation, lang: Lang) -> Iterator[str]:
    """The explanation in lines: the verdicts, the worst first, then what the record may do."""
    yield f"{word('as-of', lang, date=written_date(found.as_of, lang))}\n"
    if found.covered:
        yield f"{plain(found.covered[lang])}\n"
    for note in found.all_notes:
        yield f"{word('note', lang)}: {plain(note[lang])}\n"
    for flaw in found.quality:
        yield f"{severity_name(flaw.severity, lang)}: {plain(flaw.message[lang])}\n"
    for kind in _ORDER:
        for verdict in found.verdicts:
            if verdict.verdict == kind:
                yield from (f"{line}\n" for line in _verdict(verdict, lang))
    idle = [v for v in found.verdicts if v.verdict not in _ORDER]
    if idle:
        yield f"\n{word('not-about', lang)}\n"
        for verdict in idle:
            title, section = plain(verdict.title[lang]), plain(verdict.provision_label[lang])
            yield f"  {title} ({section})\n"
    if found.may:
        yield f"\n{word('may', lang)}\n"
        for may in found.may:
            yield from (f"{line}\n" for line in _may(may, lang))


def _verdict(verdict: PersonVerdict, lang: Lang) -> Iterator[str]:
    yield ""
    yield f"{verdict_name(verdict.verdict, lang).upper()}: {plain(verdict.title[lang])}"
    section = plain(verdict.provision_label[lang])
    yield f"  {section} · {word('bearer', lang)}: {plain(verdict.bearer_label[lang])}"
    if link := web_link(verdict.link):
        yield f"  {link}"
    if verdict.definition:
        yield f"  {plain(verdict.definition[lang])}"
    yield f"  {meaning(verdict.verdict, verdict.exact)[lang]}"
    if verdict.missing_labels:
        labels = [plain(text[lang]) for text in verdict.missing_labels]
        yield f"  {word('missing', lang)}: {listed(labels, lang)}."
    if verdict.judgment:
        who = listed([plain(text[lang]) for text in verdict.judgment], lang)
        yield f"  {word('judgment', lang, who=who)}."
    yield f"  {word('why', lang)}:"
    for child in verdict.shown.children:
        yield from _tree(child, lang, 4)
    yield from _routes(verdict.routes, lang, 2)
    for turn in verdict.turns:
        yield f"  {_turn(turn, lang)}"
    if verdict.looked and not verdict.turns:
        yield f"  {word('no-turn', lang)}"
    for passage in verdict.passages:
        locator = f" ({plain(passage.locator)})" if passage.locator else ""
        yield f"  {word('report', lang)}: {plain(passage.label[lang])}{locator}"
    if verdict.note:
        yield f"  {word('note', lang)}: {plain(verdict.note[lang])}"


def _tree(why: Why, lang: Lang, depth: int) -> Iterator[str]:
    answer = _ANSWER[why.value][lang] if why.value in _ANSWER else plain(why.value)
    facts = "; ".join(f"{plain(name[lang])}: {plain(value[lang])}" for name, value in why.facts)
    tail = f" ({facts})" if facts else ""
    yield f"{' ' * depth}[{answer}] {plain(why.text[lang])}{tail}"
    for child in why.children:
        yield from _tree(child, lang, depth + 2)


def _routes(routes: Iterable[RouteText], lang: Lang, depth: int) -> Iterator[str]:
    for number, route in enumerate(routes):
        if not number:
            yield f"{' ' * depth}{word('routes', lang)}:"
        parts = [f"{word('open', lang)}: {_ANSWER[route.open][lang]}"]
        if route.blocking:
            parts.append(f"{word('blocking', lang)}: {plain(route.blocking[lang])}")
        if route.place:
            parts.append(f"{word('place', lang)}: {plain(route.place[lang])}")
        if route.fee_dkk:
            parts.append(f"{word('fee', lang)}: {_amount(route.fee_dkk, lang)}")
        yield f"{' ' * (depth + 2)}- {plain(route.label[lang])} ({'; '.join(parts)})"


def _turn(turn: Turn, lang: Lang) -> str:
    can = [word("who-can", lang, who=plain(who[lang])) for who in turn.by]
    changes = [
        f"{plain(label[lang])}: {plain(value[lang])} ({who})"
        for (_, label, value), who in zip(turn.changes, can, strict=True)
    ]
    verdict = verdict_name(turn.verdict, lang).lower()
    return word("turn", lang, changes=listed(changes, lang), verdict=verdict)


def _may(may: May, lang: Lang) -> Iterator[str]:
    section = plain(may.provision_label[lang])
    perhaps = f": {word('perhaps', lang)}" if may.holds == "unknown" else ""
    if may.holds == "unknown" and may.missing_labels:
        facts = listed([plain(text[lang]) for text in may.missing_labels], lang)
        perhaps = f": {word('perhaps-with', lang, facts=facts)}"
    yield f"  - {plain(may.title[lang])} ({section}){perhaps}"
    yield from _routes(may.routes, lang, 4)


def _amount(amount: str, lang: Lang) -> str:
    said = number_text(Decimal(amount), 2)[lang]
    return f"{said} kr." if lang == "da" else f"DKK {said}"
