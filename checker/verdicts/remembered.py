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
from lovgraf.verdicts.patterns import distinct
from lovgraf.verdicts.program import Programs

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
        own = {key: one_each(codes[key], cells) for key in program.all_keys}
        first, number = distinct([*own.values()], cells)
        some = np.stack([code[first] for code in own.values()], axis=1).astype("<i4")
        keys = [blake2b(row.tobytes(), digest_size=16, key=name).digest() for row in some]
        known: list[_Known | None] = [answers.get(key) for key in keys]
        new = [n for n, found in enumerate(known) if found is None]
        if new:
            asked = {key: code[first[new]] for key, code in own.items()}
            found = evaluate(program, self.atoms, asked, len(new), self.feasible)
            for place, n in enumerate(new):
                said = int(found.verdicts[place]), found.reasons.get(place)
                known[n] = said
                answers.add(keys[n], said, _SIZE)
        return _spread([one for one in known if one is not None], number)

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


def _spread(known: list[_Known], number: Codes) -> NormVerdicts:
    """The verdicts of cells, of each of which it is told which of the known ones it has."""
    verdicts = np.array([verdict for verdict, _ in known], np.uint8)[number]
    named = np.array([reason is not None for _, reason in known])[number]
    cells = np.flatnonzero(named)
    reasons = zip(cells.tolist(), number[cells].tolist(), strict=True)
    return NormVerdicts(verdicts, {cell: known[n][1] for cell, n in reasons})
