"""A proposal put together in a form, without Turtle and without scripts."""

from __future__ import annotations

import re
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from rdflib import RDF, Graph
from werkzeug.test import TestResponse

from lovgraf.core.terms import BASE, CORE, relative
from lovgraf.law import Law
from lovgraf.proposals.choices import codes_of, usable
from lovgraf.proposals.proposal import proposal_of
from lovgraf_web import create_app

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


def group_of(law: Law) -> str:
    return relative(min(map(str, law.graph.subjects(RDF.type, CORE.TargetGroup))))


def test_choices_become_turtle_that_is_a_proposal(
    browser: FlaskClient, norm: str, law: Law
) -> None:
    group, age = group_of(law), "record#age"
    page = post(
        browser, norm, change="except", measure=["TransitionMeasure"],
        **{"who.0.0.fact": group, "who.1.0.fact": age, "who.1.0.relation": "at-least",
           "who.1.0.value": "70"},
    )  # fmt: skip
    assert page.status_code == 200
    proposal = proposal_of(turtle(page.text), "x.ttl")
    assert [measure.kind for measure in proposal.measures] == ["TransitionMeasure"]
    assert proposal.title.en == "New"
    assert proposal.concerns == (BASE + group,)
    assert (None, RDF.type, CORE.Proposal) in Graph().parse(data=proposal.text, format="turtle")
    assert 'value="70"' in page.text


def test_conditions_come_and_go_by_buttons(browser: FlaskClient, norm: str, law: Law) -> None:
    """Each answer has the rows that there are then, with the values that a fact may have."""
    start = unescape(browser.get(f"/en/proposals/new?as_of={DAY}&norm={norm}").text)
    age = re.search(r'<option value="(record#age)"', start)
    assert age
    assert "Choose whom the change is about" in start
    one = post(browser, norm, do="add:who.0", **{"who.0.add": age[1]})
    assert one.status_code == 200
    assert 'name="who.0.0.fact" value="record#age"' in one.text
    assert 'type="number"' in one.text
    rows = {"who.0.0.fact": age[1], "who.0.0.relation": "at-least", "who.0.0.value": "70"}
    coded = next(f for f in usable(law, "person") if codes_of(f))
    more = {"who.0.add": relative(coded.iri), "who.1.add": group_of(law)}
    two = post(browser, norm, do="add:who.0", **rows, **more).text
    assert 'value="70"' in two, "what was filled in stays"
    assert all(f'<option value="{code}"' in two for code in codes_of(coded))
    assert 'name="who.1.0.fact"' not in two
    other = post(browser, norm, do="add:who.1", **rows, **more).text
    assert f'name="who.1.0.fact" value="{group_of(law)}"' in other
    assert "belongs to" in other
    gone = post(browser, norm, do="drop:who.0.0", **rows, **{"who.1.0.fact": group_of(law)})
    assert f'name="who.0.0.fact" value="{group_of(law)}"' in gone.text
    assert age[1] not in re.findall(r'\.fact" value="([^"]+)"', gone.text)
    assert proposal_of(turtle(gone.text), "x.ttl").concerns == (BASE + group_of(law),)


def test_a_route_with_its_fee_and_place(browser: FlaskClient, norm: str, law: Law) -> None:
    goal = relative(law.norms[BASE + norm].requires[0])
    form = {"change": "keep", "grants": goal, "place": "place/online", "fee": "187,50"}
    page = post(browser, norm, **form)
    assert page.status_code == 200
    route = turtle(page.text)
    assert "core:AccessRoute" in route
    assert "187.5" in route
    for fee in ("-1", "NaN", "Infinity", "1e9", "x"):
        assert post(browser, norm, **(form | {"fee": fee})).status_code == 400


def test_the_twins_of_the_form_are_the_proposal(browser: FlaskClient, norm: str, law: Law) -> None:
    address = f"/en/proposals/new?as_of={DAY}&norm={norm}"
    twin = browser.get(f"{address}&format=json").json
    assert twin is not None
    assert group_of(law) in twin["groups"]
    assert twin["turtle"] is None
    assert norm.encode() in browser.get(f"{address}&format=ttl").data


def test_what_cannot_be_used_is_said_and_the_form_is_kept(
    browser: FlaskClient, norm: str, law: Law
) -> None:
    page = post(browser, norm, **{"title-en": "Kept"})
    assert page.status_code == 400
    assert "Choose at least one condition." in page.text
    assert 'value="Kept"' in page.text
    danish = post(browser, norm, "da")
    assert "Vælg mindst én betingelse" in danish.text
    right = {"who.0.0.fact": group_of(law)}
    assert post(browser, norm, **right).status_code == 200
    assert post(browser, norm, **right, **{"title-da": ""}).status_code == 400
    assert post(browser, norm, **{"who.0.0.fact": "group/none"}).status_code == 400
    odd = {"who.0.0.fact": "record#age", "who.0.0.relation": "at-least", "who.0.0.value": "<b>"}
    refused = post(browser, norm, **odd)
    assert refused.status_code == 400
    assert "<b>" not in refused.text
    many = {f"who.0.{n}.fact": "record#age" for n in range(8)}
    full = post(browser, norm, do="add:who.0", **many, **{"who.0.add": "record#age"}).text
    assert full.count('.fact" value') == 8, "the form has room for so many"


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
