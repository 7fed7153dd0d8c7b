"""The page of an assessment says what was not examined, and never that nothing was found."""

from __future__ import annotations

import json

from lovgraf.law.view import Law
from lovgraf.reports.assessment import as_json
from lovgraf_web.pages.proposals.assessment_parts import parts
from lovgraf_web.pages.proposals.work import FOUND, RESULT, SECTIONS
from tests.checker.proposals.small import EXEMPTION, VOCABULARY
from tests.checker.proposals.test_not_looked_at import assessed
from tests.checker.small_law import law_of, old_ships
from tests.web.test_job_states import Site, site

__all__ = ["site"]


def test_what_was_left_out_stands_on_the_page(site: Site, hats: Law) -> None:
    by_query = old_ships().replace(
        "sh:property [ sh:path record:inspected ; sh:hasValue true ]",
        'sh:sparql [ sh:select "SELECT $this WHERE { }" ]',
    )
    found = assessed(law_of(VOCABULARY, by_query, EXEMPTION))
    assert found.left_out
    job = site.proposal()
    folder = site.folder(job) / RESULT
    folder.mkdir()
    (folder / FOUND).write_text("".join(as_json.write(found)), "utf-8")
    (folder / SECTIONS).write_text(json.dumps(parts(found)), "utf-8")
    site.done(job, "proposals-assess")
    page = site.browser.get(f"/en/proposals/work/{job}")
    assert page.status_code == 200
    assert "not everything was looked at" in page.text
    assert "Not examined" in page.text
    assert "sparql" in page.text
    assert "Nothing of the proposal acts" not in page.text
