"""Citations in a letter: an act is named in full where it is first cited, and then shortly; the
only act of a letter once in each part."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from lovgraf.reports.assessment.blocks import Below, Block, Items, Paragraph, Section

_INSERTED = re.compile(r" \((?:indsat ved|inserted by) [^()]*\)")
_PLACE = r"(?=§|ss?\. )"
_ACT = re.compile(rf"(.+?), {_PLACE}")


class Citing(Struct):
    """Shortens the citations of some acts, line after line."""

    acts: Sequence[str]
    _cited: set[str] = field(default_factory=set)
    _here: set[str] = field(default_factory=set)
    """The acts that were named in the part."""
    _inserted: set[str] = field(default_factory=set)

    def sections(self, sections: Iterable[Section]) -> tuple[Section, ...]:
        """The sections of a letter, from the first to the last."""
        found = tuple(sections)
        whole = str([one.blocks for one in found])
        self.acts = [act for act in self.acts if re.search(rf"{re.escape(act)}, {_PLACE}", whole)]
        return tuple(map(self._section, found))

    def _section(self, section: Section) -> Section:
        self._here.clear()
        return replace(section, blocks=tuple(map(self._block, section.blocks)))

    def _block(self, block: Block) -> Block:
        if isinstance(block, Paragraph):
            return replace(block, text=self.line(block.text))
        if isinstance(block, Items):
            items = tuple((self.line(one), self._below(more)) for one, more in block.items)
            return replace(block, items=items)
        return block

    def _below(self, lines: Below) -> Below:
        return tuple(
            self.line(one) if isinstance(one, str) else (self.line(one[0]), self._below(one[1]))
            for one in lines
        )

    def line(self, text: str) -> str:
        """A line, with the acts that were cited before it or in it named shortly."""
        for act in self.acts:
            first, *others = re.split(rf"{re.escape(act)}, {_PLACE}", text)
            text = first + "".join(self._name(act) + one for one in others)
        return _INSERTED.sub(self._once, text)

    def _once(self, inserted: re.Match[str]) -> str:
        """By which act something was inserted, the first time that is said."""
        known = inserted[0] in self._inserted
        self._inserted.add(inserted[0])
        return "" if known else inserted[0]

    def _name(self, act: str) -> str:
        named = act in self._here
        self._here.add(act)
        if act not in self._cited:
            self._cited.add(act)
            return f"{act}, "
        if named and len(self.acts) == 1:
            return ""
        short = act.partition(" (")[0]
        alike = [one for one in self.acts if one.partition(" (")[0] == short]
        return f"{short if len(alike) == 1 else act}, "


def acts_in(citations: Iterable[str]) -> list[str]:
    """The acts that some citations name, the longest name first.

    >>> acts_in(["act no. 5 (act 1), s. 3(1)", "act no. 5 (act 1), ss. 4-5"])
    ['act no. 5 (act 1)']
    """
    found = {match[1] for one in citations if (match := _ACT.match(one))}
    return sorted(found, key=lambda one: (-len(one), one))
