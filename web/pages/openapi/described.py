"""What programs may ask of the pages in this folder, for the description in OpenAPI."""

from __future__ import annotations

from lovgraf_web.api.operations import TOKEN, Path, plain


def described() -> dict[str, Path]:
    """What programs may ask for here."""
    return {
        "/token.json": plain("A token for forms, and the cookie that it goes with", TOKEN),
    }  # fmt: skip
