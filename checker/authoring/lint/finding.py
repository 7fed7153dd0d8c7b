"""A finding of the linter: the rule, the place, and the message."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from lovgraf.core.terms import Text

Severity = Literal["error", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")


class LintFinding(Struct, frozen=True):
    """One finding: `code` names the rule, `subject` the IRI relative to the base (may be empty).

    `file` is the file that states the subject, as given to the linter; None where none does.
    """

    code: str
    severity: Severity
    message: Text
    file: str | None = None
    subject: str = ""

    def sort_key(self) -> tuple[int, str, str, str, str]:
        """Severe first, then by file, subject and rule."""
        rank = SEVERITIES.index(self.severity)
        return rank, self.file or "", self.subject, self.code, self.message.en
