"""The parts of a proposal that could not be laid over the law, and why."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from lovgraf.core.terms import Text
from lovgraf.core.written import date_text
from lovgraf.law.time import Interval
from lovgraf.proposals.proposal import Proposal


class NotApplied(Struct, frozen=True):
    """Something of a proposal that could not be laid over the law, and why."""

    proposal: str
    what: str
    label: Text
    reason: Text
    line: int | None = None

    def as_dict(self) -> dict[str, object]:
        """The JSON form."""
        return {
            "proposal": self.proposal,
            "what": self.what,
            "label": self.label.as_dict(),
            "reason": self.reason.as_dict(),
            "line": self.line,
        }


def already_introduced(other: Proposal) -> Text:
    """A proposal laid before introduces something of the same name."""
    return Text(
        f"Forslaget »{other.title.da}« indfører allerede noget med dette navn.",
        f'The proposal "{other.title.en}" already introduces something of this name.',
    )


def already_ended(other: Proposal) -> Text:
    """A proposal laid before ends the same, or takes its place."""
    return Text(
        f"Forslaget »{other.title.da}« ophæver eller afløser det allerede.",
        f'The proposal "{other.title.en}" already ends it or takes its place.',
    )


BINDING = Text(
    "En binding af et mønster kan ikke lægges oven på loven. Skriv normerne ud.",
    "A binding of a pattern cannot be laid over the law. Write the norms out.",
)
OF_THE_LAW = Text(
    "Det hører til den gældende ret og ændres ikke af et forslag. Giv det, der skal være "
    "anderledes, sit eget navn.",
    "It belongs to the law in force, which a proposal does not change. Give what is to be "
    "different a name of its own.",
)
NOT_WAITING = Text(
    "Det er allerede sat i kraft, eller intet hviler på det.",
    "It has been commenced already, or nothing rests on it.",
)


def not_in_force(life: Interval, day: date) -> Text:
    """Why something with a time of its own is not in force when a proposal begins on a day."""
    begins = date_text(day)
    if life.start is None:
        return Text("Det er ikke sat i kraft.", "It has not been commenced.")
    if day < life.start:
        return Text(
            f"Det er først i kraft fra {date_text(life.start).da}; forslaget begynder {begins.da}.",
            f"It is in force only from {date_text(life.start).en}; the proposal begins on "
            f"{begins.en}.",
        )
    if life.end is None:
        return Text("Det er ikke i kraft.", "It is not in force.")
    return Text(
        f"Det ophørte {date_text(life.end).da}; forslaget begynder {begins.da}.",
        f"It ended on {date_text(life.end).en}; the proposal begins on {begins.en}.",
    )


def nothing_in_force(day: date) -> Text:
    """Nothing that rests on a provision or act is in force when a proposal begins."""
    return Text(
        f"Intet, der hviler på den, er i kraft {date_text(day).da}.",
        f"Nothing that rests on it is in force on {date_text(day).en}.",
    )
