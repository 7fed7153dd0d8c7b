"""Parts of Lovgraf that are installed where they are asked for (`lovgraf[web]` and so on)."""

from __future__ import annotations

from lovgraf.core.errors import InputError


def not_installed(extra: str, what_da: str, what_en: str, place: str | None = None) -> InputError:
    """The error that `what` takes an extra of `setup.cfg` which is not installed."""
    return InputError(
        f"{what_da}: ikke installeret. Kør pip install 'lovgraf[{extra}]'.",
        f"{what_en}: not installed. Run pip install 'lovgraf[{extra}]'.",
        place,
    )
