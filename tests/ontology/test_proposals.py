"""The shipped proposals: the report's own investigations, each with the gaps it must show."""

from __future__ import annotations

from functools import cache

import pytest

from lovgraf.core.terms import BASE
from lovgraf.engine.in_memory import verdicts_for
from lovgraf.law import load_law
from lovgraf.law.graph import ONTOLOGY
from lovgraf.law.view import Law
from lovgraf.proposals.assess import Assessment, assess
from lovgraf.proposals.gaps import gap_kinds
from lovgraf.proposals.proposal import proposal_of, read_proposal
from lovgraf.readers.single import read_pairs
from tests.examples import WHOLE, one_in, whole

FOLDER = ONTOLOGY / "proposal"
FILES = sorted(FOLDER.glob("*.ttl"))
ALWAYS = {("uncommenced", "info")}
LOOKED_FOR = gap_kinds().keys() - {"blind-effect", "uncovered", "discretion", "overlap"}
ABROAD = {("no-transition", "warning"), ("outside-law", "warning"), ("burdensome", "warning")}
NEMKONTO = {("redundant", "info"), ("no-exemption", "warning")}
EXPECTED: dict[str, set[tuple[str, str]]] = {
    "digital-post-group-1": {*ABROAD, ("hollow", "warning")},
    "digital-post-group-1-any-number": {*ABROAD, ("hollow", "warning"), ("unreachable", "error")},
    "digital-post-group-1-subsection": {*ABROAD, ("no-exemption", "warning")},
    "digital-post-groups-1-2": {*ABROAD, ("hollow", "warning"), ("unreachable", "error")},
    "self-service-abroad": {
        ("redundant", "warning"), ("outside-law", "warning"), ("threshold", "warning"),
    },
    "self-service-relief-one-act": {("companion", "warning")},
    "self-service-relief-all": set(),
    "udk-registration-authority": {("outside-law", "warning")},
    "representations-foreign-passports": {("outside-law", "warning")},
    "nemkonto-everyone": {*NEMKONTO, ("no-legal-basis", "error")},
    "nemkonto-everyone-with-basis": NEMKONTO,
    "package-and-campaign": {("outside-law", "warning")},
    "representations-mitid": {("unreachable", "error")},
}  # fmt: skip
"""The gaps of each on the law of the day it names, beside `uncommenced`."""
FEW = (
    "nemkonto-everyone",
    "representations-mitid",
    "self-service-abroad",
    "udk-registration-authority",
)
TRIED = sorted(EXPECTED) if WHOLE else FEW
"""Those that are assessed; the few have gaps of either kind, and most are golden ones too."""


@cache
def law() -> Law:
    return load_law()


@cache
def assessed(*names: str) -> Assessment:
    """With repairs where golden assessments ask for the same, so that one of the two makes it."""
    proposals = [read_proposal(FOLDER / f"{name}.ttl") for name in names]
    return assess(law(), proposals, repairs=len(names) == 1)


def test_every_proposal_is_looked_at() -> None:
    assert {path.stem for path in FILES} == EXPECTED.keys()


@pytest.mark.slow
@pytest.mark.parametrize("name", TRIED)
def test_the_gaps_of_the_report_s_investigations(name: str) -> None:
    found = assessed(name)
    assert not found.views.overlay.not_applied
    shown = {(gap.code, gap.severity) for gap in found.gaps if gap.code in LOOKED_FOR}
    assert shown == EXPECTED[name] | ALWAYS
    assert found.views.changes or found.views.routes
    errors = any(severity == "error" for _, severity in EXPECTED[name])
    assert found.feasible is not errors


@pytest.mark.slow
@whole("test_the_gaps_of_the_report_s_investigations")
def test_a_route_through_the_pension_agency_helps_nobody_without_documentation() -> None:
    found = assessed("udk-registration-authority", "digital-post-groups-1-2")
    (gap,) = [gap for gap in found.gaps if gap.code == "unreachable"]
    blocks = {block.route_label.en: block for block in gap.blocking}
    stopped = blocks["NemID from Udbetaling Danmark"]
    assert (stopped.kind, stopped.step_label.en) == (
        "capability", "documented earlier physical identification",
    )  # fmt: skip
    assert blocks["NemID at a citizen centre"].by_travel
    assert blocks["NemID through a representation"].step_label.en == "Danish passport"


@pytest.mark.slow
@whole("checker/reference/test_routes.py::test_a_route_of_who_lacks_the_power_leads_nowhere")
def test_today_a_representation_lacks_the_power_to_issue() -> None:
    found = assessed("representations-mitid", "digital-post-groups-1-2")
    assert found.day.year == 2026
    gaps = {gap.norm: gap for gap in found.gaps if gap.code == "unreachable"}
    duty = next(gap for iri, gap in gaps.items() if iri and "/norm/" in iri)
    blocks = {block.route_label.en: block for block in duty.blocking}
    assert blocks["MitID at a representation"].kind == "power"
    assert blocks["MitID at a representation"].step_label.en.startswith("Authorisation")
    alone = assessed("representations-mitid")
    (gap,) = [gap for gap in alone.gaps if gap.code == "unreachable"]
    assert [r.closes for r in gap.repairs if "Give the power" in r.what.en] == [("unreachable",)]


@pytest.mark.slow
@whole("test_the_gaps_of_the_report_s_investigations")
def test_a_route_through_representations_is_possible_but_a_burden() -> None:
    found = assessed("representations-foreign-passports", "digital-post-groups-1-2")
    assert "unreachable" not in {gap.code for gap in found.gaps}
    (gap,) = [gap for gap in found.gaps if gap.code == "burdensome"]
    assert gap.severity == "warning"
    assert "foreign passport" in gap.message.en


@pytest.mark.slow
@pytest.mark.parametrize("name", TRIED)
def test_the_person_of_a_gap_is_valid_and_gets_the_verdict_claimed(name: str) -> None:
    found = assessed(name)
    view = found.views.after
    for gap in found.gaps:
        if not gap.witness or gap.norm not in view.norms:
            continue
        kind = view.norms[gap.norm].record_type
        pairs = [f"{column}={value}" for column, value in gap.witness.items()]
        record = read_pairs(pairs, view.facts_of_day, kind)
        told = verdicts_for(view, [record], kind, [gap.norm])[0][gap.norm].verdict
        assert told == gap.verdict, (gap.code, gap.witness)
        assert len(gap.witness) <= 16, (gap.code, gap.witness)
        if gap.code == "unreachable":
            assert told == "unattainable"


@pytest.mark.slow
def test_relief_in_one_act_names_what_it_leaves() -> None:
    gaps = [g for g in assessed("self-service-relief-one-act").gaps if g.code == "companion"]
    assert all(gap.provision and "2012/558" in gap.provision for gap in gaps)
    assert any("2013" in gap.message.da for gap in gaps)


@pytest.mark.slow
@whole("test_the_gaps_of_the_report_s_investigations")
def test_a_transfer_on_the_basis_of_2005_is_refused() -> None:
    (gap,) = [g for g in assessed("nemkonto-everyone").gaps if g.code == "no-legal-basis"]
    assert gap.provision is not None
    assert gap.provision.endswith("law/2007/798/par/4/stk/2")
    assert "spent" in gap.message.en


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "code"),
    one_in(2, [
        ("nemkonto-everyone", "no-legal-basis"),
        ("digital-post-group-1", "no-transition"),
        ("self-service-abroad", "threshold"),
    ]),
)  # fmt: skip
def test_a_repair_as_it_is_written_closes_the_gap(name: str, code: str) -> None:
    found = assessed(name)
    (gap,) = [gap for gap in found.gaps if gap.code == code]
    assert gap.repairs
    for repair in gap.repairs:
        assert code in repair.closes
        again = assess(law(), [proposal_of(repair.proposal, f"{name}.ttl")])
        assert code not in {gap.code for gap in again.gaps}
        assert repair.what.da != repair.what.en


@pytest.mark.slow
@whole("checker/proposals/test_assess_cli.py::test_an_invented_act_is_assessed")
def test_what_is_found_for_a_group_is_about_that_group() -> None:
    found = {one.group: one.found for one in assessed("digital-post-groups-1-2").outcomes}
    assert found == {f"{BASE}group/1": "feasible", f"{BASE}group/2": "infeasible"}
