"""Questions in a terminal, one after another: each is explained on demand, and one can go back."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any, TypeVar

from msgspec import Struct, field

from lovgraf.cli.interviewing import BACK, WHY
from lovgraf.cli.language import Lang
from lovgraf.core.safe import plain
from lovgraf.core.terms import Text

Read = Callable[[str], str]
Answer = TypeVar("Answer")
_INTRO = Text(
    "Besvar et spørgsmål ad gangen: ? viser, hvad der spørges om; < går et spørgsmål tilbage.",
    "Answer one question at a time: ? shows what is asked; < goes one question back.",
)
_NOTHING_BACK = Text("Det er det første spørgsmål.", "This is the first question.")
_YES_OR_NO = Text("Svar j eller n.", "Answer y or n.")
YES, NO = frozenset({"j", "ja", "y", "yes"}), frozenset({"n", "nej", "no"})


class NoAnswer(Exception):
    """What was said answers nothing; its text tells why."""

    def __init__(self, told: str) -> None:
        super().__init__(told)
        self.told = told


class _Back(Exception):
    """Somebody wants to answer the question before this one again."""


class Prompts(Struct):
    """Asks questions by `read`, in the order in which a function puts them."""

    read: Read
    lang: Lang
    introduced: bool = False
    """Whether it was said how one answers."""
    _answers: list[Any] = field(default_factory=list)
    _asked: int = 0
    _ended: bool = False
    """Whether no more lines are to come."""

    def through(self, questions: Callable[[], None]) -> None:
        """Put all questions. Who goes back has the function begin again, with the answers that
        stand."""
        while True:
            self._asked = 0
            try:
                return questions()
            except _Back:
                self._answers.pop()

    def ask(self, question: str, why: Callable[[], str], answer: Callable[[str], Answer]) -> Answer:
        """What somebody answers: `answer` reads it, or raises `NoAnswer`. `why` is what is told of
        the question."""
        if self._asked == len(self._answers):
            self._answers.append(self._said(question, why, answer))
        self._asked += 1
        found: Answer = self._answers[self._asked - 1]
        return found

    def agreed(self, question: str, why: Callable[[], str]) -> bool:
        """Whether somebody answers yes."""
        return self.ask(question, why, self._yes)

    def _yes(self, said: str) -> bool:
        if said.lower() not in YES | NO and not self._ended:
            raise NoAnswer(_YES_OR_NO[self.lang])
        return said.lower() in YES

    def _said(
        self, question: str, why: Callable[[], str], answer: Callable[[str], Answer]
    ) -> Answer:
        if not self.introduced:
            tell(_INTRO[self.lang])
            self.introduced = True
        while True:
            said = self._line(question)
            if said == WHY:
                tell(why())
            elif said == BACK and self._answers:
                raise _Back
            elif said == BACK:
                tell(_NOTHING_BACK[self.lang])
            else:
                try:
                    return answer(said)
                except NoAnswer as error:
                    tell(error.told)

    def _line(self, question: str) -> str:
        """A line; an empty one where no more are to come."""
        try:
            return self.read(question).strip()
        except EOFError:
            self._ended = True
            return ""


def tell(text: str) -> None:
    """Say something that is no question, each line of it."""
    for line in text.splitlines():
        print(f"lovgraf: {plain(line)}", file=sys.stderr)
