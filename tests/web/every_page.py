"""An example address of every page: the pages come from the URL map, and one without parameters is
its own example. The values of parameters come from here, so that a new page that has some and no
example makes the tests fail."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import date

from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from lovgraf.law import Norm
from lovgraf.proposals.overview.standing import GroupStanding
from lovgraf_web.standings import Standings

DAY = "as_of=2014-12-01"
_DATA = re.compile(r'<script type="application/ld\+json">[^<]*</script>')
PROVISION = "law/2012/528/par/3/stk/1"
NORM = f"{PROVISION}/norm/connection"
EXAMPLES = {
    "citizen.question": ("digital-post-person", "digital-post-person?all=1", "aml-remote"),
    "analysis.page": ("", "?show=rights", "?beside=2013-01-01"),
    "analysis.why": (f"?norm={NORM}&group=group/1",),
    "analysis.changes": ("", "?from=2014-11-01&to=2014-12-01"),
    "law.provision": ("law/2012/528", PROVISION, "law/2011/474/par/3"),
    "builder.page": (
        "", "?kind=core:Obligation", "?kind=core:Norm&pick=core:holdsFrom",
        "?kind=core:Norm&c=0 core:tests any&c=1 core:fact is record:age&c=1 core:atLeast any&at=1",
    ),
    "search.page": ("?q=fritagelse", "?q=§ 3, stk. 1", "?q=xyzzy"),
    "person.form": ("", "?act=law/2012/528"),
    "proposals.known": ("digital-post-group-1",),
    "proposal_editor.form": ("", f"?norm={NORM}"),
    "query.page": ("", "?name=duties-without-sanction&run=1", "?name=provision-graph&run=1",
                   "?query=SELECT", "?query=ASK {}"),
    "ontology.term": ("core%23Norm", "group/1", "record%23age", NORM),
}  # fmt: skip
"""What follows the address of a page: the value of its last part, or a query. Pages whose bare
address is all there is to look at are not named."""
OF_JOBS = {
    "dataset.one", "dataset_columns.words", "dataset_result.page", "dataset_result.rows",
    "proposals.one", "proposal_compare.page", "query_waiting.page",
}  # fmt: skip
"""Pages of a job, which the tests of long work open."""
FROM_RESULTS = {"analysis.why", "dataset_trend.page"}
"""Pages that are linked where a result is shown, which those that are opened here do not have."""
NO_PAGES = {
    "law.twin", "provision.picture", "dataset_result.report", "proposals.document", "jobs.state",
    "query_waiting.file", "builder.file",
}  # fmt: skip
"""Files and JSON."""


class Unknown(Standings):
    """Standings of which none is known: what the pages say of them is tested elsewhere."""

    def of(
        self, day: date, norms: Iterable[Norm], wait: float
    ) -> dict[str, tuple[GroupStanding, ...]]:
        """Nothing."""
        return {}


def pages(app: Flask) -> dict[str, str]:
    """Every page of the URL map in one language: its endpoint and the rule of its address."""
    return {
        rule.endpoint: rule.rule.replace("<any(da, en):lang>", "{lang}")
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and rule.rule.startswith("/<any(da, en):lang>/")
    }


def examples(endpoint: str, rule: str) -> tuple[str, ...]:
    """What follows the address of a page; nothing where it takes nothing and none is named."""
    if endpoint in OF_JOBS | NO_PAGES:
        return ()
    return EXAMPLES.get(endpoint, () if "<" in rule else ("",))


def addresses(app: Flask, lang: str, most: int | None = None) -> list[str]:
    """The examples of all pages but those of jobs, in one language; at most so many of each."""
    found = []
    for endpoint, rule in pages(app).items():
        for example in examples(endpoint, rule)[:most]:
            path = rule.replace("{lang}", lang).partition("<")[0] + example
            found.append(f"{path}{'&' if '?' in path else '?'}{DAY}")
    return found


def paths(app: Flask, most: int | None = None) -> list[str]:
    """The examples of all pages but those of jobs (at most so many of each), without the language,
    which is a matter of none of them."""
    return [path.removeprefix("/da") for path in addresses(app, "da", most)]


def forgotten(app: Flask) -> set[str]:
    """Pages of the URL map that no test opens, and examples of pages that there are no more."""
    found, named = pages(app), EXAMPLES.keys() | OF_JOBS | NO_PAGES
    unopened = {endpoint for endpoint, rule in found.items() if not examples(endpoint, rule)}
    return (unopened - OF_JOBS - NO_PAGES) | (named - found.keys())


def linked(app: Flask, path: str, page: str) -> set[str]:
    """The other pages that a page leads to, by links and forms."""
    urls, found = app.url_map.bind("localhost"), set()
    for address in re.findall(r'(?:href|action)="(/[^"#?]*)', page):
        with suppress(HTTPException, RequestRedirect):
            found.add(urls.match(address, method="GET")[0])
    return found - {urls.match(path.partition("?")[0])[0]}


def without_data(page: str) -> str:
    """A page without the data that it holds for machines, which run nothing and hold no mark."""
    return _DATA.sub("", page)
