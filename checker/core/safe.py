"""Text from data, labels and file names made safe for the place where it is shown."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_ESCAPE_SEQUENCE = re.compile(
    r"\x1b\][^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?"  # OSC: titles, links, clipboard
    r"|\x1b[PX^_].*?(?:\x1b\\|\x9c|$)"  # DCS, SOS, PM, APC
    r"|(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?"  # CSI: colours, cursor
    r"|\x1b[ -/]*[0-~]?",  # the two-character ones
    re.DOTALL,
)
_BREAK = re.compile(r"[\t\n\v\f\r\x85\u2028\u2029]+")
_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff]"
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_FORMULA = re.compile(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20]")
_LINK = re.compile(r"https?://[!-~]+", re.IGNORECASE)


def plain(text: str) -> str:
    """One line of visible text: no terminal sequence, control, reordering mark or surrogate.

    >>> plain("a\\x1b[31mb\\nc")
    'ab c'
    """
    text = _BREAK.sub(" ", _ESCAPE_SEQUENCE.sub("", text))
    return _SURROGATE.sub("\ufffd", _UNSEEN.sub("", text))


def spreadsheet_cell(text: str) -> str:
    """Text that a spreadsheet shows and does not calculate: a leading `'` before a formula.

    >>> spreadsheet_cell("=1+1")
    "'=1+1"
    """
    text = plain(text)
    return f"'{text}" if _FORMULA.match(text) else text


def markdown(text: str) -> str:
    """Text that no reader of Markdown takes for markup, an ordered list among them.

    >>> print(markdown("1. a *b*"))
    1\\. a \\*b\\*
    """
    text = re.sub(r"([\\`*_\[\]<>|#~])", r"\\\1", text)
    return re.sub(r"^(\d+)\.(?= )", r"\1\\.", text)


def web_link(address: str | None) -> str | None:
    """The address if it is an absolute http or https one in printable ASCII, else None.

    >>> web_link("javascript:alert(1)") is None
    True
    """
    if address is None or not _LINK.fullmatch(address) or set(address) & set("<>\"\\^`{|}'"):
        return None
    try:
        host = urlsplit(address).hostname
    except ValueError:
        return None
    return address if host else None
