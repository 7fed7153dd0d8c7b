"""A fact that a blank record decides is found on whichever day it does."""

from __future__ import annotations

from datetime import date

from lovgraf.authoring.lint.silence import days_told_apart, decided_by_silence
from lovgraf.core.terms import BASE
from tests.checker.small_law import law_of, old_ships

SINCE = """record:{name} a record:DerivedFact ; record:datatype xsd:boolean ;
  record:recordType record:Ship ; rdfs:label "x"@da , "x"@en ; """
DATED = (
    SINCE.format(name="begun")
    + """record:operator record:HappenedBy ; record:of "2029-03-01"^^xsd:date . """
    + SINCE.format(name="whileNot")
    + """record:operator record:Lookup ; record:of record:begun ;
  record:entry [ record:key false ; record:value true ] . """
    + SINCE.format(name="sailing")
    + """record:operator record:FirstKnown ; record:first record:sails ;
  record:second record:whileNot . """
)


def test_each_day_on_which_it_differs_is_asked() -> None:
    law = law_of(old_ships() + DATED)
    days = days_told_apart(law)
    assert date.today() in days
    found = {day: decided_by_silence(law.facts, day) for day in (*days, date(2030, 1, 1))}
    decided = [day for day, facts in found.items() if f"{BASE}record#sailing" in facts]
    assert decided == [day for day in found if day < date(2029, 3, 1)]
    assert any(day < date(2029, 3, 1) for day in days) or not law.days_of_change
    assert found[date(2030, 1, 1)] == {}
