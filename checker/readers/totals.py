"""The words by which a row says that it is a total."""

from __future__ import annotations

TOTALS = (
    r"(i ?alt|sub ?total\w*|total\w*|del ?sum\w*|mellem ?sum\w*|hoved ?total|grand total|sum|summa|"
    r"summer|samlet|antal( \w+)?|gennemsnit|average|count|rows?)"
)
"""The words, as a pattern."""
TOTAL_STARTS = (
    *("i a", "ial", "sub", "tot", "del", "mel", "hov", "gra", "sum", "sam", "ant", "gen", "ave"),
    *("cou", "row"),
)
"""How they begin: three letters of each."""
