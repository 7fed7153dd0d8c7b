"""An example address of every page: the pages come from the URL map, the values of parameters from
here, so that a new page without an example makes the tests fail."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from flask import Flask

from lovgraf.law import Norm
from lovgraf.proposals.overview.standing import Found
from lovgraf_web.standings import Standings

DAY = "as_of=2014-12-01"
_DATA = re.compile(r'<script type="application/ld\+json">[^<]*</script>')
PROVISION = "law/2012/528/par/3/stk/1"
NORM = f"{PROVISION}/norm/connection"
EXAMPLES = {
    "start.page": ("",),
    "citizen.page": ("",),
    "citizen.question": ("digital-post-person", "digital-post-person?all=1", "aml-remote"),
    "developers.page": ("",),
    "analysis.page": ("", "?show=rights", "?beside=2013-01-01"),
    "analysis.why": (f"?norm={NORM}&group=group/1",),
    "analysis.changes": ("", "?from=2014-11-01&to=2014-12-01"),
    "law.page": ("",),
    "law.provision": ("law/2012/528", PROVISION, "law/2011/474/par/3"),
    "builder.page": (
        "", "?kind=core:Obligation", "?kind=core:Norm&pick=core:holdsFrom",
        "?kind=core:Norm&c=0 core:tests any&c=1 core:fact is record:age&c=1 core:atLeast any&at=1",
    ),
    "search.page": ("?q=fritagelse", "?q=§ 3, stk. 1", "?q=xyzzy"),
    "person.form": ("", "?act=law/2012/528"),
    "dataset.page": ("",),
    "dataset_trend.page": ("",),
    "proposals.page": ("",),
    "proposals.known": ("digital-post-group-1",),
    "proposal_editor.form": ("", f"?norm={NORM}"),
    "query.page": ("", "?name=duties-without-sanction&run=1", "?name=provision-graph&run=1",
                   "?query=SELECT", "?query=ASK {}"),
    "ontology.page": ("",),
    "ontology.term": ("core%23Norm", "group/1", "record%23age", NORM),
    "about.page": ("",),
    "about.sources": ("",),
    "about.accessibility": ("",),
}  # fmt: skip
"""What follows the address of a page: the value of its last part, or a query."""
OF_JOBS = {
    "dataset.one", "dataset_result.page", "dataset_result.rows", "proposals.one",
    "proposal_compare.page", "query_waiting.page",
}  # fmt: skip
"""Pages of a job, which the tests of long work open."""
NO_PAGES = {
    "law.twin", "provision.picture", "dataset_result.report", "proposals.document", "jobs.state",
    "query_waiting.file", "builder.file",
}  # fmt: skip
"""Files and JSON."""


class Unknown(Standings):
    """Standings of which none is known: what the pages say of them is tested elsewhere."""

    def of(self, day: date, norms: Iterable[Norm], wait: float) -> dict[str, tuple[Found, ...]]:
        """Nothing."""
        return {}


def pages(app: Flask) -> dict[str, str]:
    """Every page of the URL map in one language: its endpoint and the rule of its address."""
    return {
        rule.endpoint: rule.rule.replace("<any(da, en):lang>", "{lang}")
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and rule.rule.startswith("/<any(da, en):lang>/")
    }


def addresses(app: Flask, lang: str, most: int | None = None) -> list[str]:
    """The examples of all pages but those of jobs, in one language; at most so many of each."""
    found = []
    for endpoint, rule in pages(app).items():
        for example in EXAMPLES.get(endpoint, ())[:most]:
            path = rule.replace("{lang}", lang).partition("<")[0] + example
            found.append(f"{path}{'&' if '?' in path else '?'}{DAY}")
    return found


def forgotten(app: Flask) -> set[str]:
    """Pages of the URL map that no test opens, and examples of pages that there are no more."""
    return set(pages(app)) ^ (set(EXAMPLES) | OF_JOBS | NO_PAGES)


def without_data(page: str) -> str:
    """A page without the data that it holds for machines, which run nothing and hold no mark."""
    return _DATA.sub("", page)
