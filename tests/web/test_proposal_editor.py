"""A proposal put together in a form, without Turtle and without scripts."""

from __future__ import annotations

import re
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from rdflib import RDF, Graph
from werkzeug.test import TestResponse

from checker.law import Law
from checker.proposals.proposal import proposal_of
from checker.terms import CORE, relative
from web import create_app

DAY = "2014-12-01"


@pytest.fixture(scope="module")
def browser(law: Law) -> FlaskClient:
    app: Flask = create_app({"LAW": law})
    return app.test_client()


@pytest.fixture(scope="module")
def norm(browser: FlaskClient) -> str:
    """A norm about persons that the form offers."""
    page = browser.get(f"/en/proposals/new?as_of={DAY}").text
    names: list[str] = re.findall(r'<option value="(law/[^"]+)"', page)
    return next(name for name in names if name.endswith("/norm/connection"))


def post(client: FlaskClient, norm: str, lang: str = "en", **form: object) -> TestResponse:
    page = client.get(f"/{lang}/proposals/new?as_of={DAY}&norm={norm}").text
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found
    given = {
        "csrf_token": found[1],
        "as_of": DAY,
        "norm": norm,
        "title-da": "Ny",
        "title-en": "New",
    }
    return client.post(f"/{lang}/proposals/new", data={**given, **form})


def turtle(page: str) -> str:
    found = re.search(r'<textarea[^>]*name="text"[^>]*>\n(.*?)</textarea>', page, re.S)
    assert found
    return unescape(found[1])


def test_choices_become_turtle_that_is_a_proposal(
    browser: FlaskClient, norm: str, law: Law
) -> None:
    group = relative(min(map(str, law.graph.subjects(RDF.type, CORE.TargetGroup))))
    form = browser.get(f"/en/proposals/new?as_of={DAY}&norm={norm}").text
    fact = re.search(r'<select[^>]*name="fact-0".*?<option value="([^"]+#age)"', form, re.S)
    assert fact
    page = post(
        browser, norm, change="except", group=[group], join="any", measure=["TransitionMeasure"],
        **{"fact-0": fact[1], "relation-0": "at-least", "value-0": "70"},
    )  # fmt: skip
    assert page.status_code == 200
    proposal = proposal_of(turtle(page.text), "x.ttl")
    assert [measure.kind for measure in proposal.measures] == ["TransitionMeasure"]
    assert proposal.title.en == "New"
    assert (None, RDF.type, CORE.Proposal) in Graph().parse(data=proposal.text, format="turtle")
    assert 'value="70"' in page.text
    assert f'value="{group}" checked' in page.text


def test_what_cannot_be_used_is_said_and_the_form_is_kept(browser: FlaskClient, norm: str) -> None:
    page = post(browser, norm, **{"title-en": "Kept"})
    assert page.status_code == 400
    assert "Choose at least one group or one condition." in page.text
    assert 'value="Kept"' in page.text
    danish = post(browser, norm, "da")
    assert "Vælg mindst én gruppe" in danish.text
    assert post(browser, norm, **{"title-da": ""}).status_code == 400
    assert post(browser, norm, group=["group/none"]).status_code == 400
    odd = {"fact-0": "record#none", "relation-0": "is", "value-0": "1"}
    assert post(browser, norm, **odd).status_code == 400


def test_hostile_titles_stay_text(browser: FlaskClient, norm: str) -> None:
    title = '</textarea><script>alert(1)</script>" ; a <urn:evil> . "'
    page = post(browser, norm, change="end", **{"title-da": title, "title-en": title})
    assert page.status_code == 200
    assert "<script>alert" not in page.text
    assert proposal_of(turtle(page.text), "x.ttl").title.en == title


def test_a_norm_that_is_not_there_is_asked_for_again(browser: FlaskClient) -> None:
    page = browser.get(f"/en/proposals/new?as_of={DAY}&norm=law/none")
    assert page.status_code == 200
    assert 'name="norm"' in page.text
    twin = browser.get(f"/en/proposals/new?as_of={DAY}&format=json").json
    assert twin is not None
    assert twin["norms"]
