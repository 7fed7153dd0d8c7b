"""Cutting the text of an act into sentences with their places."""

from __future__ import annotations

from pathlib import Path

import pytest

from lovgraf.authoring.lint.ledger.text import read_act, read_texts, sentences
from lovgraf.core.errors import InputError


def places(tmp_path: Path, body: str) -> dict[str, str]:
    file = tmp_path / "2031_901.txt"
    file.write_text(f"# Lov om fyrtårne\n\n{body}\n", encoding="utf-8")
    return {sentence.place: sentence.text for sentence in read_act(file).sentences}


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Fyret tændes, jf. § 3, stk. 1, 2. pkt., og § 4, nr. 2. Det slukkes igen.", 2),
        (
            "Gebyret er 50 kr. pr. fyr, f.eks. Anholt. Det gælder ej skibe m.v. Fyret er frit.",
            3,
        ),
        ("Anmeldelser afvises, jf. dog 3. og 5. pkt. Hvis fyret brænder, ringes der.", 2),
        ("Loven træder i kraft den 1. juli 2031, jf. dog stk. 2-5.", 1),
        ("Fyret er bindende. § 5 og regler udstedt i medfør heraf gælder tilsvarende.", 2),
        ("Efter forordning nr. 883/2004 og lov nr. 528 af 11. juni 2012 m.fl. tændes fyret.", 1),
        ("Fyrmesteren (jf. Bilag 1) fratræder. »Fyret« er tårnet.", 2),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, count: int) -> None:
    assert len(sentences(text)) == count


def test_sections_subsections_items_letters_and_sentences_have_their_places(tmp_path: Path) -> None:
    found = places(
        tmp_path,
        """Kapitel 1
Fyrets tænding

§ 1. Fyret tændes. Det slukkes ved daggry.
  Stk. 2. Fyrmesteren skal 1) tænde fyret, 2) føre bog og a) skrive ind, b) skrive under, og
3) slukke fyret. Bogen er offentlig.

§ 1 a. Et fyr er: 1) Et tårn. Tårnet er rundt. 2) En pram, jf. nr. 1) ovenfor (type 2) m.v.
§§ 2 og 3. (Ophævet)

Bilag 1. Fyrtårne findes på Anholt.
[1] Loven gennemfører et direktiv.""",
    )
    assert list(found) == [
        "par/1/stk/1/pkt/1",
        "par/1/stk/1/pkt/2",
        "par/1/stk/2/nr/1",
        "par/1/stk/2/nr/2/litra/a",
        "par/1/stk/2/nr/2/litra/b",
        "par/1/stk/2/nr/3",
        "par/1/stk/2/pkt/2",
        "par/1a/nr/1/pkt/1",
        "par/1a/nr/1/pkt/2",
        "par/1a/nr/2",
        "par/2-3",
        "annex/1",
        "note/1",
    ]


def test_a_list_may_be_named_with_its_sentence_or_without(tmp_path: Path) -> None:
    file = tmp_path / "2031_901.txt"
    file.write_text("§ 4. Fyret tændes. Den, der 1) ror eller 2) sejler, ser det. Ellers ikke.")
    first, second, third, last = read_act(file).sentences
    assert second.own == {
        f"par/4{one}{two}/nr/1" for one in ("", "/stk/1") for two in ("", "/pkt/2")
    }
    assert {"par/4", "par/4/stk/1", "par/4/pkt/2"} <= second.holding
    assert (first.place, third.place, last.place) == ("par/4/pkt/1", "par/4/nr/2", "par/4/pkt/3")


def test_text_that_an_amending_act_inserts_is_read_as_the_section_that_it_becomes(
    tmp_path: Path,
) -> None:
    found = places(tmp_path, "»§ 27 a. Ansøgning sker digitalt.\nStk. 2. Andre afvises.«\n")
    assert list(found) == ["par/27a/stk/1", "par/27a/stk/2"]


def test_a_file_that_is_no_act_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="The folder has no acts"):
        read_texts(tmp_path)
    (tmp_path / "readme.txt").write_text("Fyret tændes.")
    with pytest.raises(InputError, match="does not say which act"):
        read_texts(tmp_path)
    (tmp_path / "readme.txt").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match="UTF-8"):
        read_texts(tmp_path)
