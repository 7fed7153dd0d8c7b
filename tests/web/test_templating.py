"""Trees and blank fields are drawn as templates would draw them, and nothing in them is markup."""

from __future__ import annotations

import pytest
from flask import Flask, g

from lovgraf.core.terms import Text
from lovgraf.explain import PersonVerdict, Turn, Why
from lovgraf.explain.model import ALL, Blank
from lovgraf_web import templating
from lovgraf_web.pages.person.form import Field

NASTY = "<b onclick='x'>&"
ESCAPED = "&lt;b onclick=&#39;x&#39;&gt;&amp;"


def why(text: str, value: str = "true", *children: Why, fact: str | None = None) -> Why:
    facts = ((Text("alder", "age"), Text(fact, fact)),) if fact else ()
    return Why(Text(f"{text}-da", text), value, facts, children, ALL)


def shown(app: Flask, tree: Why, lang: str = "en") -> str:
    with app.test_request_context("/"):
        g.lang = lang
        return str(templating.tree(tree))


def test_a_tree_opens_its_first_step(app: Flask) -> None:
    leaf = why("leaf", "unknown", fact="61")
    html = shown(app, why("top", "false", why("step", "false", why("inner", "true", leaf))))
    assert html.startswith('<ul class="tree"><li><details open><summary>')
    assert html.count("<details") == 2
    assert html.count("<details open>") == 1
    assert '<span class="answer unknown">' in html
    assert "leaf (age: 61)" in html
    assert "leaf-da (alder: 61)" in shown(app, why("top", "true", leaf), "da")


def test_a_tree_without_steps_is_its_line(app: Flask) -> None:
    html = shown(app, why("top"))
    assert html.count("<li>") == 1
    assert "top" in html


def test_nothing_in_a_tree_is_markup(app: Flask) -> None:
    html = shown(app, why("top", "true", why(NASTY, "true", fact=NASTY)))
    assert html.count(ESCAPED) == 2
    assert NASTY not in html


def verdict(fact: Text, cell: object = None, *turns: Turn) -> PersonVerdict:
    told = Why(Text("b", "born"), "true", ((Text("fødselsdag", "birthday"), fact),))
    text = Text(NASTY, NASTY)
    return PersonVerdict(
        norm="https://example.org/norm", provision="https://example.org/par", bearer="",
        title=text, provision_label=text, bearer_label=text, definition=None, link=None,
        verdict="breached", missing=(), missing_labels=(), judgment=(), why=told, shown=told,
        turns=turns, cell=cell,
    )  # fmt: skip


def test_what_a_cell_has_in_common_is_drawn_once_and_values_are_put_in(app: Flask) -> None:
    cell, birthday = object(), "https://example.org/birthday"
    turn = Turn((("hat", Text("hat", "hat"), Text(NASTY, NASTY)),), "fulfilled", (Text("x", "x"),))
    with app.test_request_context("/"):
        g.lang = "en"
        blank = Blank("…", "…", birthday)
        first = templating.verdict(verdict(blank, cell), {birthday: Text("1961", "1961")})
        second = templating.verdict(verdict(blank, cell, turn), {birthday: Text(NASTY, NASTY)})
        alone = templating.verdict(verdict(Text("1961", "1961")), {})
        assert first == alone
        assert "birthday: 1961" in first
        assert f"birthday: {ESCAPED}" in second
        assert (f"hat: {ESCAPED}" in second, "hat:" in first) == (True, False)
        assert NASTY not in second
        g.lang = "da"
        assert "fødselsdag: 1961" in templating.verdict(
            verdict(blank, cell), {birthday: Text("1961", "1961")}
        )
    assert "1961" not in repr([templating._drawn.get(key) for key in templating._drawn])


@pytest.mark.parametrize("why_asked", [True, False])
def test_blank_fields_are_drawn_once(app: Flask, why_asked: bool) -> None:
    asked = Text("loven", "the act")
    field = Field("hat", Text(NASTY, NASTY), None, "text", asked_by=asked)
    with app.test_request_context("/"):
        g.lang = "en"
        first = templating.blank_fields([field], why_asked)
        assert templating.blank_fields([field], why_asked) == first
        assert ("the act" in first) == why_asked
        assert 'name="hat"' in first
        assert ESCAPED in first
        g.lang = "da"
        assert ("loven" in templating.blank_fields([field], why_asked)) == why_asked


def test_no_more_fields_are_remembered_than_is_said(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(templating, "_MOST", 5)
    monkeypatch.setattr(templating, "_blank", {})
    fields = [Field(f"f{n}", Text("a", "a"), None, "text") for n in range(20)]
    with app.test_request_context("/"):
        g.lang = "en"
        html = templating.blank_fields(fields)
    assert all(f'name="f{n}"' in html for n in range(20))
    assert len(templating._blank) <= 5
