"""What is kept as long as there is place for it."""

from __future__ import annotations

from lovgraf.core.lasting import Lasting


def test_those_not_asked_for_the_longest_go_first() -> None:
    kept = Lasting[int, str](100)
    for number in range(10):
        kept.put(number, str(number), 30)
        kept.get(0)
    assert [n for n in range(10) if kept.get(n)] == [0, 8, 9]
    assert (list(kept), len(kept), kept.weight) == ([0, 8, 9], 3, 90)


def test_what_is_too_large_is_not_kept() -> None:
    kept = Lasting[str, str](100)
    kept.put("small", "x", 10)
    kept.put("small", "y", 200)
    assert kept.get("small") is None
    assert (len(kept), kept.weight) == (0, 0)
