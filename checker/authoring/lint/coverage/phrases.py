"""What is lacking, in words."""

from __future__ import annotations

from datetime import date

from lovgraf.authoring.lint.coverage.edges import Limit, around
from lovgraf.core.terms import BASE, Text
from lovgraf.reports.phrases import verdict_name, written_date

__all__ = ["AREA", "REFUSED", "ROUTE", "Text", "exemption", "limit", "limit_name", "verdict"]

REFUSED = Text(
    "reglen kan ikke skrives om til kolonner, så dens scenarier kan ikke måles",
    "the norm cannot be turned into columns, so that its scenarios cannot be measured",
)
AREA = {
    "inside": Text("ingen sag er omfattet", "no case is inside"),
    "outside": Text("ingen sag falder udenfor", "no case is outside"),
}
ROUTE = {
    "open": Text("ingen omfattet sag kan bruge vejen", "no addressed case can take the route"),
    "closed": Text("ingen sag er afskåret fra vejen", "no case is barred from the route"),
}


def verdict(name: str) -> Text:
    """No case gets a verdict."""
    return Text(
        f"ingen sag får udfaldet »{verdict_name(name, 'da').lower()}«",
        f'no case gets the verdict "{verdict_name(name, "en").lower()}"',
    )


def exemption(name: Text, state: str) -> Text:
    """No case is lifted by a norm, or none is left as it is."""
    if state == "granted":
        return Text(
            f"ingen omfattet sag løftes af »{name.da}«",
            f'no addressed case is lifted by "{name.en}"',
        )
    return Text(
        f"ingen omfattet sag er uden »{name.da}«", f'no addressed case is without "{name.en}"'
    )


def limit(found: Limit, side: int, name: Text) -> Text:
    """No case lies next to a limit and turns on it."""
    if found.cut is not None:
        value = around(found)[side]
        other = around(found)[1 - side]
        return Text(
            f"{name.da}: ingen sag med {_said(value, 'da')}, der ville falde anderledes ud med "
            f"{_said(other, 'da')}",
            f"{name.en}: no case with {_said(value, 'en')} that would be judged otherwise with "
            f"{_said(other, 'en')}",
        )
    days = found.days - 1 + side
    when = {
        0: Text("samme dag", "the same day"),
        1: Text("dagen før", "the day before"),
        -1: Text("dagen efter", "the day after"),
    }[days]
    return Text(
        f"{name.da}: ingen sag på grænsen ({when.da}), som udfaldet beror på",
        f"{name.en}: no case on the limit ({when.en}) on which the verdict turns",
    )


def _said(value: object, lang: str) -> str:
    if isinstance(value, date):
        return written_date(value, "en" if lang == "en" else "da")
    return str(value)


def limit_name(found: Limit, side: int, key: str) -> str:
    """A name for one side of a limit that does not change with the words."""
    where = key.replace(BASE, "")
    if found.cut is None:
        return f"{where} {'true' if side else 'false'}"
    after = "+" if found.cut.after else ""
    return f"{where} {found.cut.value}{after} {'above' if side else 'below'}"
