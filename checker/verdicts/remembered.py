"""Verdicts that a norm gave before: the same codes of its atoms have the same verdict.

A register has few kinds of rows, and most of them were in yesterday's; what each norm says of them
is kept in the user's cache, by law, day and all that the norm asks. Only codes are kept, which say
no more of anybody than that an answer is yes, no or unknown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import blake2b

import numpy as np

from lovgraf.conditions.atoms import Atom
from lovgraf.conditions.kleene import Codes, one_each
from lovgraf.core.cache import Answers, Texts, stable_text
from lovgraf.verdicts.decide import Reason
from lovgraf.verdicts.evaluate import NormVerdicts, evaluate
from lovgraf.verdicts.feasible import Combinations
from lovgraf.verdicts.patterns import Numbers, digests
from lovgraf.verdicts.program import Program, Programs

_SIZE = 48
"""Bytes that a verdict takes in the cache, about."""
_Known = tuple[int, Reason | None]


@dataclass
class Remembered:
    """Judges cells by what was kept of `programs`, and keeps what is new of them.

    Norms that were not compiled of the law as it is are judged anew each time, and all are where
    there is nowhere to keep `answers`.
    """

    programs: Programs
    atoms: Mapping[str, Atom]
    feasible: Combinations
    answers: Answers | None
    _names: dict[str, bytes | None] = field(default_factory=dict, repr=False)
    _texts: Texts = field(default_factory=dict, repr=False)
    """What is presumed."""

    def evaluate(self, norm: str, codes: Mapping[str, Codes], cells: int) -> NormVerdicts:
        """The verdicts of a norm on cells (see `verdicts.evaluate`)."""
        program = self.programs.programs[norm]
        answers = self.answers
        name = self.name(norm) if answers is not None else None
        if answers is None or name is None or not program.all_keys or not cells:
            return evaluate(program, self.atoms, codes, cells, self.feasible)
        lines = np.stack([one_each(codes[key], cells) for key in program.all_keys], axis=1)
        keys = digests(lines, name)
        known: dict[bytes, _Known | None] = {key: answers.get(key) for key in keys}
        new = {key: cell for cell, key in enumerate(keys) if known[key] is None}
        if new:
            said = self._judged(program, lines[[*new.values()]])
            for key, one in zip(new, said, strict=True):
                known[key] = one
                answers.add(key, one, _SIZE)
        each = [known[key] for key in keys]
        return _of([one for one in each if one is not None])

    def _judged(self, program: Program, lines: Numbers) -> list[_Known]:
        """What a norm says of some cells, given a line of the codes of all its atoms for each."""
        codes = dict(zip(program.all_keys, lines.T, strict=True))
        found = evaluate(program, self.atoms, codes, len(lines), self.feasible)
        return [
            (said, found.reasons.get(cell)) for cell, said in enumerate(found.verdicts.tolist())
        ]

    def name(self, norm: str) -> bytes | None:
        """What tells a norm's programs and atoms from all others; None where that is not known."""
        if norm not in self._names:
            program = self.programs.programs[norm]
            digest = self.programs.digest(norm)
            presumed = stable_text(program.presumed, self._texts)
            parts = [digest or "", presumed, *program.all_keys]
            # Of what is stated without presumptions there is none.
            parts += [
                atom.text if (atom := self.atoms.get(key)) else "" for key in program.all_keys
            ]
            text = "\n".join(parts).encode()
            self._names[norm] = blake2b(text, digest_size=32).digest() if digest else None
        return self._names[norm]


def _of(known: list[_Known]) -> NormVerdicts:
    """The verdicts of cells, of each of which one is known."""
    verdicts = np.array([verdict for verdict, _ in known], np.uint8)
    return NormVerdicts(
        verdicts, {n: said for n, (_, said) in enumerate(known) if said is not None}
    )
