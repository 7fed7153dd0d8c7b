"""What shapes ask for and nobody checks: refused by name and line, or left out and listed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from rdflib import RDF, RDFS, SH, Graph

from lovgraf.cli import run
from lovgraf.core.errors import InputError
from lovgraf.validate import validate
from lovgraf.validate.report import ValidationReport
from tests.checker.validate.helpers import PREFIXES, report_of, rows
from tests.examples import cells, one_in

DATA = """ex:a a ex:P ; ex:name "Signe" ; ex:age 3 ; ex:knows ex:b .
ex:b a ex:P ; ex:name "Bo" ; ex:age 4 , 5 ."""
START = "ex:S a sh:NodeShape ; sh:targetClass ex:P ; "
AT = START + "sh:property [ sh:path ex:name ; {} ] ."
Capture = pytest.CaptureFixture[str]

REFUSED = [
    (AT.format("sh:mincount 1"), "sh:mincount is no term of SHACL; did you mean sh:minCount?"),
    (AT.format("sh:dataype xsd:string"), "did you mean sh:datatype?"),
    (AT.format("sh:nodekind sh:IRI"), "did you mean sh:nodeKind?"),
    (AT.format("sh:frobnicate 1"), "sh:frobnicate is no term of SHACL."),
    (START + "sh:propety [ sh:path ex:p ] .", "did you mean sh:property?"),
    ("ex:S a sh:NodeShpe ; sh:targtClass ex:P ; sh:propety ex:Q .", "did you mean sh:NodeShape?"),
    ("ex:S sh:targtClass ex:P ; sh:nodeKind sh:IRI .", "did you mean sh:targetClass?"),
    (AT.format("<https://www.w3.org/ns/shacl#minCount> 1"), "did you mean sh:minCount?"),
    (AT.format("<http://www.w3.org/ns/shacl/minCount> 1"), "did you mean sh:minCount?"),
    *(
        (AT.format(f"sh:{name} ex:X"), f"sh:{name} belongs to SHACL 1.2")
        for name in ("someValue", "subsetOf", "memberShape", "uniqueMembers", "reifierShape",
                     "rootClass", "singleLine", "minListLength", "nodeByExpression")
    ),
    (START + "sh:targetWhere [ sh:class ex:Q ] .", "sh:targetWhere belongs to SHACL 1.2"),
    (AT.format("sh:js [ sh:jsFunctionName 'f' ]"), "sh:js: JavaScript is not run"),
    (START + "sh:rule [ a sh:TripleRule ; sh:subject sh:this ; sh:predicate ex:p ; sh:object 1 ] .",
     "sh:rule: rules are not run"),
    (START + "sh:rule [ a sh:SPARQLRule ; sh:construct 'CONSTRUCT {} {}' ] .", "rules are not run"),
    (AT.format("<http://datashapes.org/dash#singleLine> true"), "dash:singleLine is an extension"),
    (AT.format("<http://rdf4j.org/shacl-extensions#targetShape> []"), "an extension (RDF4J)"),
    *(
        (START + f"sh:sparql [ sh:select 'SELECT $this {query}' ] .", f"{clause} in SPARQL")
        for clause, query in (
            ("FROM", "FROM <urn:g> { $this ?p ?o }"),
            ("FROM", "FROM NAMED <urn:g> { $this ?p ?o }"),
            ("GRAPH", "{ GRAPH ?g { $this ?p ?o } }"),
            ("SERVICE", "{ SERVICE <urn:s> { $this ?p ?o } }"),
            ("MINUS", "{ $this ?p ?o MINUS { $this ex:q ?o } }"),
            ("VALUES", "{ $this ?p ?o VALUES ?o { 1 } }"),
            ("GRAPH", "{ $this ?p ?o FILTER NOT EXISTS { GRAPH ?g { $this ?p ?o } } }"),
        )
    ),
    (START + "sh:sparql [ sh:select 'SELECT $this { { SELECT ?x { ?x ?p ?o } } }' ] .",
     "an inner SELECT in SPARQL that does not select $this"),
    (START + "sh:sparql [ sh:select 'SELECT $this { $this ?p ?o FILTER ex:odd(?o) }' ] .",
     "calls http://example.org/odd, a function that is not known"),
    (START + "sh:sparql [ sh:select 'SELECT $this { $this ?p ?o FILTER (xsd:date(?o) > 1) }' ] .",
     "a function that is not known"),
    *(
        (START + f"sh:sparql [ sh:select '{query}' ] .", told)
        for query, told in (
            ("SELECT ?x { ?x ex:age ?age FILTER (?age > 3) }", "SPARQL that does not select $this"),
            ("SELECT * { ?x ex:age ?age }", "SPARQL that does not select $this"),
            ("SELECT ?p { $this ?p ?o }", "SPARQL that does not select $this"),
            ("SELECT (?x AS ?this) { ?x ?p ?o }", "SPARQL that gives $this a value of its own"),
            ("SELECT $this { ?x ?p ?o BIND (?x AS ?this) }", "gives $this a value of its own"),
            ("CONSTRUCT { $this ex:bad true } { $this ?p ?o }", "SPARQL that is no SELECT query"),
            ("ASK { $this ?p ?o }", "SPARQL that is no SELECT query"),
        )
    ),
    (START + "sh:target [ a sh:SPARQLTarget ; sh:select 'SELECT ?x { ?x ex:age ?age }' ] .",
     "sh:target: SPARQL that does not select $this"),
    (AT.format("ex:max 3") + """ ex:C a sh:ConstraintComponent ; sh:parameter [ sh:path ex:max ] ;
        sh:validator [ sh:ask 'SELECT $this { $this ?p ?o }' ] .""", "SPARQL that is no ASK query"),
    (AT.format("ex:max 3") + """ ex:C a sh:ConstraintComponent ; sh:parameter [ sh:path ex:max ] ;
        sh:propertyValidator [ sh:select 'SELECT ?value { $this $PATH ?value }' ] .""",
     "SPARQL that does not select $this"),
    (START + "sh:sparql [ sh:select 'SELECT $this { $this ?p ?o FILTER regex(?o, ?o, \"x\") }' ] .",
     "REGEX in SPARQL with other flags"),
    (START + "sh:sparql [ sh:select 'SELECT $this { $this zz:age ?age }' ] .",
     "SPARQL that uses the prefix zz:, which"),
    (AT.format("sh:pattern '[[:alpha:]]'"), "as XPath has it ([ within a class of characters)"),
    (AT.format("sh:pattern '(?i)ab'"), "an expression that cannot be read as XPath has it"),
    (AT.format("sh:pattern '^['"), "sh:pattern with an expression that cannot be read"),
    (START + "sh:sparql [ sh:ask 'ASK { ?s ?p ?o }' ] .", "SPARQL without exactly one sh:select"),
    (START + "sh:sparql [ sh:selct 'SELECT $this {}' ] .", "did you mean sh:select?"),
    (START + "sh:target [ a ex:Strange ] .", "sh:target of an unknown kind"),
    (START + "sh:expression [ sh:exists [ sh:path ex:p ] ] .", "sh:exists belongs to SHACL 1.2"),
    (START + "sh:expression [ ex:unknown ( sh:this ) ] .", "of a kind that is not implemented"),
    (START + "sh:expression [ sh:path ex:p ; sh:nodes ex:x ] .", "a kind that is not implemented"),
    (START + "sh:path ex:p .", "sh:path on a sh:NodeShape"),
    ("ex:S a sh:PropertyShape ; sh:targetClass ex:P ; sh:nodeKind sh:IRI .", "without sh:path"),
    (START + "sh:minCount 1 .", "sh:minCount without sh:path"),
    (START + "sh:inversePath ex:p .", "sh:inversePath on a shape; it belongs in sh:path"),
    (START + "sh:select 'SELECT $this {}' .", "sh:select on a shape; it belongs in sh:sparql"),
    (AT.format("sh:shape ex:T"), "sh:shape is no term of SHACL; did you mean sh:node?"),
    (AT.format("sh:valueClass ex:T"), "did you mean sh:class?"),
    (AT.format("<https://purl.example/ns/shacl#minCount> 1"), "did you mean sh:minCount?"),
    (AT.format("sh:value 3"), "sh:value on a shape; it belongs in sh:ValidationResult"),
    (START + "sh:condition [ sh:nodeKind sh:IRI ] .", "sh:condition on a shape; it belongs in"),
    (START + "sh:sparql [ sh:select 'SELECT $this { $this ex:z 1 }' ; sh:minCount 1 ] .",
     "sh:minCount that is on no shape"),
    (START + "sh:property 'name' .", "sh:property that is a value and no shape"),
    (START + "sh:property ex:Missing .", "refers to http://example.org/Missing"),
    (START + "sh:node ex:P .", "refers to http://example.org/P, which is no shape"),
    (START + "sh:or ( ex:Missing [ sh:nodeKind sh:IRI ] ) .", "http://example.org/Missing"),
    (START + "sh:or [ sh:nodeKind sh:IRI ] .", "sh:or that is no list of shapes"),
    (START + "sh:and () .", "sh:and that is no list of shapes"),
    (AT.format("sh:minCount '1'"), "sh:minCount that is no whole number of at least 0"),
    (AT.format("sh:maxCount -1"), "sh:maxCount that is no whole number of at least 0"),
    (AT.format("sh:minCount 1 , 2"), "sh:minCount several times"),
    (AT.format("sh:in 'a'"), "sh:in that is no list"),
    (AT.format("sh:in [ rdf:first 1 ]"), "sh:in that is no list"),
    (AT.format("sh:nodeKind sh:Iri"), "did you mean sh:IRI?"),
    (AT.format("sh:nodeKind ex:IRI"), "did you mean sh:IRI?"),
    (AT.format("sh:severity sh:Eror"), "sh:Eror is no term of SHACL"),
    (AT.format("sh:severity sh:warning"), "did you mean sh:Warning?"),
    (AT.format("sh:datatype 'string'"), "sh:datatype that is no IRI"),
    (AT.format("sh:pattern 'a' ; sh:flags 'q'"), "sh:flags with other flags than i, m, s and x"),
    (AT.format("sh:pattern 'a' ; sh:flags 'iz'"), "sh:flags with other flags than i, m, s and x"),
    (AT.format("sh:uniqueLang 'true'"), "sh:uniqueLang that is neither true nor false"),
    (AT.format("sh:languageIn 'da'"), "sh:languageIn that is no list of language tags"),
    (AT.format("sh:pattern ex:p"), "sh:pattern that is no text"),
    (AT.format("sh:message 1"), "sh:message that is no text"),
    (START + "sh:closed sh:ByTypes .", "sh:closed that is neither true nor false"),
    (START + "sh:deactivated 'true' .", "sh:deactivated that is neither true nor false"),
    (START + "sh:property [ sh:path [ sh:inverspath ex:p ] ; sh:minCount 1 ] .",
     "did you mean sh:inversePath?"),
    (START + "sh:property [ sh:path ( ex:p ) ; sh:minCount 1 ] .", "sh:path with a path that is"),
    ("ex:P a <http://www.w3.org/2002/07/owl#Class> , sh:NodeShape ; sh:nodeKind sh:Literal .",
     "which is an owl:Class without a target"),
    ("<urn:o> <http://www.w3.org/2002/07/owl#imports> <urn:other> . " + AT.format("sh:minCount 1"),
     "urn:other is imported (owl:imports) and not fetched"),
    (AT.format("ex:max 3") + "ex:C a sh:ConstraintComponent ; sh:parameter [ sh:path ex:max ] .",
     "http://example.org/C, which has no sh:validator for a shape like this"),
    (AT.format("ex:max 3") + """ ex:C a sh:ConstraintComponent ; sh:parameter [ sh:path ex:max ] ;
        sh:nodeValidator [ sh:select 'SELECT $this { $this ?p ?o }' ] .""", "no sh:validator"),
    (AT.format("ex:max 3") + """ ex:C a sh:ConstraintComponent ; sh:parameter [ sh:path ex:max ] ;
        sh:validator [ sh:ask 'ASK { GRAPH ?g { $this ?p $value } }' ] .""", "GRAPH in SPARQL"),
]  # fmt: skip
TRIED = one_in(4, REFUSED)


@pytest.mark.slow
@pytest.mark.parametrize(("shapes", "told"), TRIED, ids=[told for _, told in TRIED])
def test_refused_by_name_and_line(tmp_path: Path, shapes: str, told: str) -> None:
    """Whatever the engine; the data breaks most of it, and is not called conforming."""
    for engine in ("both", "reference", "columns"):
        with pytest.raises(InputError) as caught:
            report_of(tmp_path, DATA, shapes, engine)
        assert told in caught.value.message.en
        assert caught.value.file == "shapes.ttl"
        line = PREFIXES.count("\n") + 1
        assert caught.value.line in range(line, line + shapes.count("\n") + 1)


LEFT_OUT = one_in(6, ((shapes, told) for shapes, told in REFUSED if "is not known" not in told))
"""Fewer of them: they are refused above."""


def left_out(folder: Path, shapes: str, data: str = DATA) -> ValidationReport:
    """The report where what is unknown is left out."""
    (folder / "d.ttl").write_text(PREFIXES + data, encoding="utf-8")
    (folder / "s.ttl").write_text(PREFIXES + shapes, encoding="utf-8")
    return validate(folder / "d.ttl", folder / "s.ttl", ignore_unknown=True, show_values=True)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("shapes", "told"),
    LEFT_OUT,
    ids=[told for _, told in LEFT_OUT],
)
def test_left_out_and_listed(tmp_path: Path, shapes: str, told: str) -> None:
    """Nothing is called conforming; what is left out is listed with its line."""
    more = " ex:T sh:targetClass ex:P ; sh:nodeKind sh:IRI ."
    report = left_out(tmp_path, shapes + more)
    assert report.conforms is None
    assert any(told.rstrip(".") in row.what.en for row in report.not_checked)
    assert all(row.line for row in report.not_checked if "refers to something" not in row.what.en)


def test_every_fault_is_named_at_its_line(tmp_path: Path) -> None:
    """Five of them, and how many more there are."""
    text = "ex:S a sh:NodeShape ;\n sh:targetClass ex:P ;\n sh:property [\n sh:path ex:name ;\n"
    text += "".join(f" sh:wrong{n} {n} ;\n" for n in range(7)) + " ] ."
    with pytest.raises(InputError) as caught:
        report_of(tmp_path, DATA, text, "both")
    first = PREFIXES.count("\n") + 5
    assert (caught.value.line, caught.value.file) == (first, "shapes.ttl")
    for n in range(1, 5):
        assert f"line {first + n}: sh:wrong{n} is no term" in caught.value.message.en
    assert "and 2 more" in caught.value.message.en


@pytest.mark.parametrize("ending", [".rdf", ".jsonld", ".nt"])
def test_lines_in_other_formats(tmp_path: Path, ending: str) -> None:
    """As in Turtle: the line of the misspelt term."""
    files = {
        ".rdf": """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns:sh="http://www.w3.org/ns/shacl#">
 <sh:NodeShape rdf:about="http://example.org/S">
  <sh:targetClass rdf:resource="http://example.org/P"/>
  <sh:nodekind rdf:resource="http://www.w3.org/ns/shacl#IRI"/></sh:NodeShape></rdf:RDF>""",
        ".jsonld": """{"@context": {"sh": "http://www.w3.org/ns/shacl#"},
 "@id": "http://example.org/S",
 "sh:targetClass": {"@id": "http://example.org/P"},

 "sh:nodekind": {"@id": "sh:IRI"},
 "sh:name": "S"}""",
        ".nt": """<http://example.org/S> <http://www.w3.org/ns/shacl#targetClass> <urn:p> .


# here
<http://example.org/S> <http://www.w3.org/ns/shacl#nodekind> <urn:x> .
""",
    }
    data, shapes = tmp_path / "d.ttl", tmp_path / f"s{ending}"
    data.write_text(PREFIXES + DATA, encoding="utf-8")
    shapes.write_text(files[ending], encoding="utf-8")
    with pytest.raises(InputError, match="did you mean sh:nodeKind") as caught:
        validate(data, shapes)
    assert caught.value.line == 5


def test_keys_that_json_ld_drops(tmp_path: Path) -> None:
    """What a context does not map is in no graph, and is refused, or listed, all the same."""
    data, shapes = tmp_path / "d.ttl", tmp_path / "s.jsonld"
    data.write_text(PREFIXES + DATA, encoding="utf-8")
    shapes.write_text(
        """{"@context": {"sh": "http://www.w3.org/ns/shacl#", "minCount": "sh:minCount",
   "path": {"@id": "sh:path", "@type": "@id"}},
 "@id": "http://example.org/S", "sh:targetClass": {"@id": "http://example.org/P"},
 "sh:property": {"path": "http://example.org/name",
   "minCuont": 3, "minCount": 1}}""",
        encoding="utf-8",
    )
    with pytest.raises(InputError, match="the key minCuont") as caught:
        validate(data, shapes)
    assert caught.value.line == 5
    report = validate(data, shapes, ignore_unknown=True)
    assert (report.conforms, len(report.not_checked)) == (None, 1)


@pytest.mark.parametrize(("form", "lang"), cells(("text", "json", "ttl"), ("da", "en")))
def test_no_format_says_that_all_conforms(
    tmp_path: Path, form: str, lang: str, capsys: Capture
) -> None:
    """What was not checked is named in each; the status is that nothing was found in the rest."""
    data, shapes = tmp_path / "d.ttl", tmp_path / "s.ttl"
    data.write_text(PREFIXES + DATA, encoding="utf-8")
    shapes.write_text(PREFIXES + AT.format("sh:maxCount 1 ; sh:mincount 3"), encoding="utf-8")
    command = ["validate", str(data), str(shapes), "--format", form, "--lang", lang]
    assert run(command) == 2
    assert capsys.readouterr().out == ""
    assert run([*command, "--ignore-unknown"]) == 0
    out = capsys.readouterr().out
    assert "sh:mincount" in out
    if form == "text":
        assert ("Not checked:" if lang == "en" else "Ikke kontrolleret:") in out
        assert "conforms" not in out
        assert "opfylder" not in out
    elif form == "json":
        report = json.loads(out)
        assert report["conforms"] is None
        assert report["notChecked"][0]["line"] == PREFIXES.count("\n") + 1
    else:
        graph = Graph().parse(data=out, format="turtle")
        report_node = graph.value(None, RDF.type, SH.ValidationReport)
        assert (report_node, SH.conforms, None) not in graph
        assert len(list(graph.objects(report_node, RDFS.comment))) == 2


def test_results_beside_what_is_left_out(tmp_path: Path, capsys: Capture) -> None:
    """They stand, with status 1, and the data does not conform."""
    data, shapes = tmp_path / "d.ttl", tmp_path / "s.ttl"
    data.write_text(PREFIXES + DATA, encoding="utf-8")
    shapes.write_text(PREFIXES + AT.format("sh:maxCount 0 ; sh:mincount 3"), encoding="utf-8")
    assert run(["validate", str(data), str(shapes), "--ignore-unknown"]) == 1
    out = capsys.readouterr().out
    assert "does not conform: 2 results" in out
    assert "sh:mincount" in out


def test_what_is_not_checked_is_not_told_as_a_description_too(tmp_path: Path) -> None:
    odd = "<https://www.w3.org/ns/shacl#minCount> 1 ; ex:minCount 2 ; sh:maxCount 1"
    report = left_out(tmp_path, AT.format(odd))
    (note,) = [note.en for note in report.notes if "taken for descriptions" in note.en]
    assert "<http://example.org/minCount>" in note
    assert "w3.org" not in note


def test_nothing_left_to_check(tmp_path: Path, capsys: Capture) -> None:
    """Where all that a shape asks for is left out, or it is deactivated, nothing was checked."""
    data, shapes = tmp_path / "d.ttl", tmp_path / "s.ttl"
    data.write_text(PREFIXES + DATA, encoding="utf-8")
    for text in (
        "sh:propety [ sh:path ex:name ] .",
        "sh:property [ sh:path ex:name ; sh:mincount 1 ] .",
        "sh:nodeKind sh:IRI ; sh:deactivated true .",
    ):
        shapes.write_text(PREFIXES + START + text, encoding="utf-8")
        assert run(["validate", str(data), str(shapes), "--ignore-unknown"]) == 2
        assert "Nothing was checked" in capsys.readouterr().err


NO_DEMAND = (
    "sh:property [ sh:path ex:name ]", "sh:property [ sh:path ex:name ; sh:minCount 0 ]",
    "sh:property [ sh:path ex:name ; sh:name 'name' ; sh:order 1 ]", "sh:closed false",
    "sh:property [ sh:path ex:name ; sh:uniqueLang false ]", "sh:node [ sh:and ( [] ) ]",
    "sh:property [ sh:path ex:name ; sh:node [ sh:property [ sh:path ex:age ] ] ]",
    "sh:property [ sh:path ex:age ; sh:flags 'i' ]", "sh:or ( [ sh:nodeKind sh:Literal ] [] )",
    "sh:property [ sh:path ex:knows ; sh:qualifiedMinCount 0 ; sh:qualifiedValueShape [] ]",
    "sh:property [ sh:path ex:age ; sh:minCount 9 ; sh:deactivated true ]", "sh:xone ( [] )",
    "sh:sparql [ sh:select 'SELECT $this { $this ?p ?o }' ; sh:deactivated true ]",
    "sh:property ex:Ring . ex:Ring sh:path ex:knows ; sh:node ex:S",
    "ex:one 1 . ex:C a sh:ConstraintComponent ; sh:parameter [ sh:path ex:one ] , "
    "[ sh:path ex:two ] ; sh:validator [ sh:ask 'ASK { FILTER ($value = $one) }' ]",
)  # fmt: skip


@pytest.mark.parametrize("shape", one_in(3, NO_DEMAND))
def test_shapes_that_ask_for_nothing_are_no_pass(
    tmp_path: Path, shape: str, capsys: Capture
) -> None:
    data, shapes = tmp_path / "d.ttl", tmp_path / "s.ttl"
    data.write_text(PREFIXES + DATA, encoding="utf-8")
    shapes.write_text(f"{PREFIXES}{START}{shape} .", encoding="utf-8")
    assert run(["validate", str(data), str(shapes)]) == 2
    assert "Nothing was checked" in capsys.readouterr().err


DEMANDS = (
    "sh:not []", "sh:xone ( [] [] )", "sh:closed true",
    "sh:or ( [ sh:nodeKind sh:IRI ] )", "sh:property [ sh:path ex:none ; sh:maxCount 0 ]",
    "sh:property [ sh:path ex:knows ; sh:qualifiedMaxCount 3 ; sh:qualifiedValueShape [] ]",
    "sh:node [ sh:and ( [] [ sh:node [ sh:nodeKind sh:IRI ] ] ) ]", "sh:sparql [ sh:select "
    "'SELECT $this { $this ex:none ?o }' ]",
    "sh:property ex:Ring . ex:Ring sh:path ex:knows ; sh:node ex:S ; sh:nodeKind sh:IRI",
)  # fmt: skip


@pytest.mark.parametrize("shape", one_in(2, DEMANDS))
def test_shapes_that_ask_for_something_are_checked(tmp_path: Path, shape: str) -> None:
    assert report_of(tmp_path, DATA, f"{START}{shape} .", "both").asked == 1


LAX = "[ sh:path ex:name ; sh:mincount 9 ]"
AGAINST = [
    (f"sh:not [ sh:property {LAX} ]", 0),
    (f"sh:xone ( [ sh:property {LAX} ] [ sh:nodeKind sh:IRI ] )", 0),
    (f"sh:or ( [ sh:property {LAX} ] [ sh:nodeKind sh:Literal ] )", 0),
    (f"sh:and ( [ sh:property {LAX} ] [ sh:nodeKind sh:Literal ] )", 2),
    (f"sh:node [ sh:property {LAX} , [ sh:path ex:none ; sh:minCount 1 ] ]", 2),
    (f"sh:not [ sh:node [ sh:property {LAX} ] ]", 0),
    ("sh:property [ sh:path ex:knows ; sh:qualifiedMaxCount 0 ; "
     f"sh:qualifiedValueShape [ sh:property {LAX} ] ]", 0),
    ("sh:property [ sh:path ex:knows ; sh:qualifiedMinCount 2 ; "
     f"sh:qualifiedValueShape [ sh:property {LAX} ] ]", 2),
    ("sh:closed true ; sh:ignoredProperties ( rdf:type ) ; "
     "sh:propety [ sh:path ex:name ]", 0),
    (f"sh:closed true ; sh:ignoredProperties ( rdf:type ex:age ex:knows ) ; sh:property {LAX}", 0),
    ("sh:closed true ; sh:ignoredProperties 'none'", 0),
    ("sh:property [ sh:path ex:name ; sh:pattern 'x' ; sh:flags ex:i ]", 0),
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(("shape", "count"), one_in(2, AGAINST), ids=str)
def test_what_is_left_out_gives_no_false_result(tmp_path: Path, shape: str, count: int) -> None:
    """A laxer shape fails fewer nodes, so whoever denies or counts it is left out with it."""
    report = left_out(
        tmp_path, f"{START} {shape} . ex:T sh:targetClass ex:P ; sh:nodeKind sh:IRI ."
    )
    assert (report.results, report.conforms) == (count, False if count else None)


def test_siblings_that_are_counted_apart(tmp_path: Path) -> None:
    """Disjoint qualified shapes exclude what their siblings take; a lost sibling takes nothing."""
    shape = (
        START
        + """sh:property [ sh:path ex:knows ; sh:qualifiedValueShapesDisjoint true ;
        sh:qualifiedValueShape [ sh:nodeKind sh:IRI ] ; sh:qualifiedMaxCount 0 ] ,
      [ sh:path ex:knows ; sh:qualifiedValueShape {} ; sh:qualifiedMinCount 0 ] ."""
    )
    more = " ex:T sh:targetClass ex:P ; sh:nodeKind sh:IRI ."
    assert left_out(tmp_path, shape.format("[ sh:mincount 1 ]") + more).results == 0
    assert left_out(tmp_path, shape.format("ex:Missing") + more).results == 0
    assert left_out(tmp_path, shape.format("[ sh:nodeKind sh:Literal ]") + more).results == 1


TOLD = [
    ("ex:O sh:targetClass ex:P ; sh:nodeKind sh:IRI ; sh:group [ sh:path ex:p ; sh:minCount 1 ] .",
     "no shape refers to are not used: []"),
    ("ex:Idle sh:property [ sh:path ex:p ; sh:minCount 1 ] .", "are not used: <http://example.org/Idle>"),
    ("ex:Far sh:targetClass ex:Elephant ; sh:nodeKind sh:IRI .",
     "not in the data have checked nothing: <http://example.org/Far>"),
    ("ex:Two sh:targetClass ex:P , ex:Elephant ; sh:targetSubjectsOf ex:trunk ; "
     "sh:nodeKind sh:IRI .",
     "Targets that are not in the data have checked nothing: <http://example.org/Elephant> in "
     "<http://example.org/Two>, <http://example.org/trunk> in <http://example.org/Two>."),
    ("ex:Empty sh:targetClass ex:P .", "ask for nothing: <http://example.org/Empty>"),
    ("ex:O sh:targetClass ex:P ; sh:nodeKind sh:IRI ; ex:minCount 3 .",
     "<http://example.org/minCount> (did you mean sh:minCount?)"),
    ("ex:O sh:targetClass ex:P ; sh:nodeKind sh:IRI ; ex:colour 3 .", "<http://example.org/colour>"),
    ("ex:O sh:targetClass ex:P ; sh:ignoredProperties ( ex:p ) ; sh:nodeKind sh:IRI .",
     "sh:ignoredProperties without sh:closed"),
    ("ex:O sh:targetClass ex:P ; sh:property [ sh:path ex:p ; sh:flags 'i' ] .",
     "sh:flags without sh:pattern"),
    ("ex:O sh:targetClass ex:P ; sh:property [ sh:path ex:p ; sh:qualifiedValueShape [] ] .",
     "sh:qualifiedValueShape without sh:qualifiedMinCount or sh:qualifiedMaxCount"),
    ("ex:O sh:targetClass ex:P ; sh:property [ sh:path ex:p ; sh:qualifiedMinCount 1 ] .",
     "sh:qualifiedMinCount without sh:qualifiedValueShape"),
    ("""ex:O sh:targetClass ex:P ; ex:one 1 . ex:C a sh:ConstraintComponent ;
        sh:parameter [ sh:path ex:one ] , [ sh:path ex:two ] ;
        sh:validator [ sh:ask 'ASK { FILTER ($value = $one) }' ] .""",
     "<http://example.org/one> without http://example.org/two"),
]  # fmt: skip


@pytest.mark.parametrize(("shapes", "told"), one_in(2, TOLD), ids=str)
def test_what_says_nothing_is_told(tmp_path: Path, shapes: str, told: str) -> None:
    """What the standard takes for no constraint is no error, and is told."""
    start = "ex:S sh:targetClass ex:P ; sh:nodeKind sh:IRI .\n"
    report = report_of(tmp_path, DATA, start + shapes, "both")
    assert any(told in note.en for note in report.notes), report.notes


def test_other_graphs_are_told(tmp_path: Path) -> None:
    """The data may name shapes and graphs of its own."""
    data = (
        DATA + " <urn:d> sh:shapesGraph <urn:s> ; <http://www.w3.org/2002/07/owl#imports> <urn:i> ."
    )
    notes = report_of(
        tmp_path, data, "ex:S sh:targetClass ex:P ; sh:nodeKind sh:IRI .", "both"
    ).notes
    assert len([n for n in notes if "not fetched" in n.en]) == 2


def test_shapes_in_several_files(tmp_path: Path) -> None:
    """What is imported is given along, and what one file refers to stands in another."""
    data, one, two = (tmp_path / name for name in ("d.ttl", "one.ttl", "two.ttl"))
    data.write_text(PREFIXES + DATA, encoding="utf-8")
    owl = "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n" + PREFIXES
    one.write_text(f"{owl}<urn:one> owl:imports <urn:two> . {START} sh:node ex:T .", "utf-8")
    two.write_text(
        f"{owl}<urn:two> a owl:Ontology . ex:T sh:property [ sh:path ex:q ; sh:minCount 1 ] .",
        "utf-8",
    )
    with pytest.raises(InputError, match="urn:two is imported"):
        validate(data, one)
    assert validate(data, [one, two]).results == 2
    assert run(["validate", str(data), str(one), str(two)]) == 1


def test_what_is_deactivated_asks_for_nothing(tmp_path: Path) -> None:
    """Nor does what only deactivated shapes lead to."""
    shapes = """ex:S sh:targetClass ex:P ; sh:nodeKind sh:IRI . ex:Off sh:targetClass ex:P ;
      sh:deactivated true ; sh:someValue ex:X ; sh:property [ sh:path ex:p ; sh:mincount 1 ] ."""
    assert report_of(tmp_path, DATA, shapes, "both").conforms is True


@pytest.mark.parametrize("engine", ["both", "columns", "reference"])
def test_classes_that_are_shapes(tmp_path: Path, engine: str) -> None:
    """Also where only their parameters make them shapes, or their metaclass is one's own."""
    for shape in (
        "ex:P a rdfs:Class ; sh:nodeKind sh:Literal .",
        "ex:P a ex:Meta , sh:NodeShape ; sh:nodeKind sh:Literal . "
        "ex:Meta rdfs:subClassOf ex:Top . ex:Top rdfs:subClassOf rdfs:Class .",
    ):
        found = rows(report_of(tmp_path, DATA, shape, engine))
        assert sorted(row[0][-2] for row in found) == ["a", "b"]
