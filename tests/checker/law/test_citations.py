"""How provisions are cited on a date: by the text in use, and those that an amending act inserted
by the act that they stand in."""

from __future__ import annotations

from datetime import date

import pytest

from lovgraf.core.terms import absolute
from lovgraf.law import Law
from lovgraf.law.names import cited_on, norm_cited_on

_CPR = "https://www.retsinformation.dk/eli/lta/"


@pytest.mark.parametrize(
    ("provision", "day", "da", "en", "link"),
    [
        ("law/2013/5/par/3/stk/3", date(2026, 11, 28),
         "CPR-loven (lbk. nr. 1010 af 23.6.2023), § 3, stk. 4",
         "CPR Act (consolidation no. 1010 of 23 June 2023), s. 3(4)", f"{_CPR}2023/1010"),
        ("law/2013/5/par/3/stk/3", date(2014, 12, 1),
         "CPR-loven (lbk. nr. 5 af 9.1.2013), § 3, stk. 3",
         "CPR Act (consolidation no. 5 of 9 January 2013), s. 3(3)", f"{_CPR}2013/5"),
        ("law/2013/5/par/3/stk/3", date(2019, 1, 1),  # that of 2017 was not read
         "CPR-loven (lbk. nr. 5 af 9.1.2013), § 3, stk. 3 "
         "(i den gældende lovbekendtgørelse kan den have et andet nummer)",
         "CPR Act (consolidation no. 5 of 9 January 2013), s. 3(3) "
         "(in the consolidation in use it may have another number)", f"{_CPR}2013/5"),
        ("law/2013/5", date(2026, 11, 28),
         "CPR-loven (lbk. nr. 1010 af 23.6.2023)",
         "CPR Act (consolidation no. 1010 of 23 June 2023)", f"{_CPR}2023/1010"),
        ("law/2012/528/par/3/stk/1", date(2018, 1, 1),
         "lov om Digital Post (lbk. nr. 801 af 13.6.2016), § 3, stk. 1",
         "Act on Digital Post (consolidation no. 801 of 13 June 2016), s. 3(1)", f"{_CPR}2016/801"),
        ("law/2012/528/par/3/stk/1", date(2026, 11, 28),
         "lov om Digital Post (lbk. nr. 686 af 15.4.2021), § 3, stk. 1",
         "Act on Digital Post (consolidation no. 686 of 15 April 2021), s. 3(1)",
         f"{_CPR}2021/686"),
        ("law/2015/742/par/14d/stk/1/pkt/1", date(2026, 11, 28),
         "pensionslovens § 14 d, stk. 1, 1. pkt. (indsat ved lov nr. 742 af 1.6.2015)",
         "s. 14 d(1), first sentence, of the Act on Social Pension "
         "(inserted by act no. 742 of 1 June 2015)", f"{_CPR}2015/742"),
        ("law/2013/622/par/28/stk/2/pkt/1", date(2014, 12, 1),
         "CPR-lovens § 28, stk. 2, 1. pkt. (indsat ved lov nr. 622 af 12.6.2013)",
         "s. 28(2), first sentence, of the CPR Act (inserted by act no. 622 of 12 June 2013)",
         f"{_CPR}2013/622"),
        ("law/2013/622/par/28/stk/2/pkt/1", date(2026, 11, 28),
         "CPR-loven (lbk. nr. 1010 af 23.6.2023), § 28, stk. 3, 1. pkt.",
         "CPR Act (consolidation no. 1010 of 23 June 2023), s. 28(3), first sentence",
         f"{_CPR}2023/1010"),
        ("law/2017/651/par/30/stk/2/pkt/1", date(2026, 11, 28),
         "hvidvaskloven (lov nr. 651 af 8.6.2017), § 30, stk. 2, 1. pkt. "
         "(i den gældende lovbekendtgørelse kan den have et andet nummer)",
         "anti-money-laundering Act (act no. 651 of 8 June 2017), s. 30(2), first sentence "
         "(in the consolidation in use it may have another number)", f"{_CPR}2017/651"),
    ],
)  # fmt: skip
def test_a_provision_is_cited_by_the_text_in_use(
    law: Law, provision: str, day: date, da: str, en: str, link: str
) -> None:
    cited = cited_on(law.graph, absolute(provision), day)
    assert (cited.text.da, cited.text.en, cited.link) == (da, en, link)


def test_norms_of_one_provision_may_stand_at_two_places_now(law: Law) -> None:
    at, names = "law/2017/651/par/1/stk/4", ("exempt-by-rules", "big-notes-apply-to-all")
    norms = [law.norms[absolute(f"{at}/norm/{name}")] for name in names]
    cited = [norm_cited_on(law.graph, norm, date(2026, 11, 28)).short.da for norm in norms]
    assert cited == ["§ 1, stk. 7", "§ 1, stk. 4"]
