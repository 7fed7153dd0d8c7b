"""A console that writes into memory, for reports as text."""

from __future__ import annotations

import io

from rich.console import Console


class Page:
    """What is written to `console`, taken piece by piece; the environment plays no part, nor does a
    notebook, which would show it at once."""

    def __init__(self, width: int, colour: bool) -> None:
        self.buffer = io.StringIO()
        self.console = Console(
            file=self.buffer,
            width=width,
            force_terminal=colour,
            color_system="standard" if colour else None,
            no_color=not colour,
            legacy_windows=False,
            force_jupyter=False,
            markup=False,
            highlight=False,
            emoji=False,
            _environ={},
        )

    def taken(self) -> str:
        """What was written since the last call, without blanks at the ends of lines."""
        text = self.buffer.getvalue()
        self.buffer.seek(0)
        self.buffer.truncate()
        return "".join(f"{line.rstrip()}\n" for line in text.splitlines())
