"""The names of the terms of the standards (RDF, OWL, SHACL, SKOS, ELI ...) on the pages."""

from __future__ import annotations

from rdflib import Graph
from rdflib.term import Node

from lovgraf.core.terms import Text, label

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_OWL = "http://www.w3.org/2002/07/owl#"
_SH = "http://www.w3.org/ns/shacl#"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_DCT = "http://purl.org/dc/terms/"
_ELI = "http://data.europa.eu/eli/ontology#"
_QB = "http://purl.org/linked-data/cube#"
_ORG = "http://www.w3.org/ns/org#"

STANDARDS: dict[str, Text] = {
    f"{_RDF}type": Text("er", "is a"),
    f"{_RDFS}subClassOf": Text("er en slags", "is a kind of"),
    f"{_RDFS}subPropertyOf": Text("er en del af relationen", "is a kind of relation"),
    f"{_RDFS}domain": Text("bruges om", "is said of"),
    f"{_RDFS}range": Text("værdier er", "values are"),
    f"{_RDFS}isDefinedBy": Text("defineret i", "defined in"),
    f"{_RDFS}seeAlso": Text("se også", "see also"),
    f"{_RDFS}label": Text("betegnelse", "label"),
    f"{_SKOS}definition": Text("definition", "definition"),
    f"{_RDFS}comment": Text("bemærkning", "comment"),
    f"{_RDFS}Datatype": Text("datatype", "datatype"),
    f"{_OWL}Class": Text("klasse", "class"),
    f"{_OWL}ObjectProperty": Text("relation", "object property"),
    f"{_OWL}DatatypeProperty": Text("egenskab med værdi", "datatype property"),
    f"{_OWL}AnnotationProperty": Text("annotation", "annotation property"),
    f"{_OWL}FunctionalProperty": Text("højst én værdi", "at most one value"),
    f"{_OWL}SymmetricProperty": Text("gælder begge veje", "holds both ways"),
    f"{_OWL}TransitiveProperty": Text("føres videre", "transitive"),
    f"{_OWL}Ontology": Text("ontologi", "ontology"),
    f"{_OWL}versionInfo": Text("version", "version"),
    f"{_OWL}deprecated": Text("er afløst", "has been replaced"),
    f"{_DCT}isReplacedBy": Text("afløst af", "replaced by"),
    f"{_OWL}equivalentClass": Text("defineret som", "defined as"),
    f"{_OWL}disjointWith": Text("deler ingen med", "shares no member with"),
    f"{_OWL}differentFrom": Text("er en anden end", "is another than"),
    f"{_OWL}sameAs": Text("er det samme som", "is the same as"),
    f"{_OWL}versionIRI": Text("denne udgave", "this version"),
    f"{_OWL}priorVersion": Text("udgaven før", "the version before"),
    f"{_OWL}inverseOf": Text("det omvendte af", "the inverse of"),
    f"{_OWL}unionOf": Text("mindst én af", "at least one of"),
    f"{_OWL}intersectionOf": Text("alle af", "all of"),
    f"{_OWL}complementOf": Text("ikke", "not"),
    f"{_SH}NodeShape": Text("form (SHACL)", "shape (SHACL)"),
    f"{_SH}message": Text("besked", "message"),
    f"{_SH}severity": Text("alvor", "severity"),
    f"{_SH}Violation": Text("fejl", "violation"),
    f"{_SH}Warning": Text("advarsel", "warning"),
    f"{_SH}Info": Text("oplysning", "information"),
    f"{_SH}property": Text("krav til", "asks of"),
    f"{_SH}targetClass": Text("gælder for alle", "is about every"),
    f"{_SH}targetSubjectsOf": Text("gælder for det, der har", "is about whatever has"),
    f"{_SH}targetObjectsOf": Text("gælder for værdier af", "is about values of"),
    f"{_SH}class": Text("er af klassen", "is of the class"),
    f"{_SH}and": Text("alle gælder", "all hold"),
    f"{_SH}or": Text("mindst ét gælder", "at least one holds"),
    f"{_SH}not": Text("gælder ikke", "does not hold"),
    f"{_SH}xone": Text("netop ét gælder", "exactly one holds"),
    f"{_SH}node": Text("opfylder", "conforms to"),
    f"{_SH}sparql": Text("forespørgsel", "query"),
    f"{_SKOS}Concept": Text("kode", "code"),
    f"{_SKOS}ConceptScheme": Text("kodeliste", "code list"),
    f"{_SKOS}altLabel": Text("kaldes også", "also called"),
    f"{_SKOS}hiddenLabel": Text("genkendes også som", "also recognised as"),
    f"{_SKOS}notation": Text("kode", "code"),
    f"{_SKOS}inScheme": Text("kodeliste", "code list"),
    f"{_SKOS}closeMatch": Text("svarer nogenlunde til", "close to"),
    f"{_SKOS}exactMatch": Text("svarer til", "the same as"),
    f"{_SKOS}scopeNote": Text("note om brugen", "note on use"),
    f"{_DCT}title": Text("titel", "title"),
    f"{_DCT}bibliographicCitation": Text("citeres", "cited as"),
    f"{_DCT}created": Text("begyndt", "created"),
    f"{_DCT}creator": Text("skrevet af", "creator"),
    f"{_DCT}date": Text("dato", "date"),
    f"{_DCT}description": Text("beskrivelse", "description"),
    f"{_DCT}identifier": Text("betegnelse", "identifier"),
    f"{_DCT}issued": Text("udgivet", "issued"),
    f"{_DCT}language": Text("sprog", "language"),
    f"{_DCT}license": Text("licens", "licence"),
    f"{_DCT}modified": Text("sidst ændret", "last modified"),
    f"{_DCT}publisher": Text("udgiver", "publisher"),
    f"{_DCT}references": Text("henviser til", "refers to"),
    f"{_DCT}source": Text("kilde", "source"),
    f"{_DCT}subject": Text("handler om", "subject"),
    f"{_ELI}ComplexWork": Text("retsakt med sine udgaver", "act with its versions"),
    f"{_ELI}date_document": Text("dateret", "dated"),
    f"{_ELI}has_member": Text("udgave", "version"),
    f"{_ELI}type_document": Text("dokumenttype", "type of document"),
    f"{_ELI}is_part_of": Text("en del af", "part of"),
    f"{_QB}codeList": Text("kodeliste", "code list"),
    f"{_QB}DataSet": Text("tabel", "table"),
    f"{_QB}Observation": Text("tal", "figure"),
    f"{_QB}DataStructureDefinition": Text("tabellens opbygning", "structure of the table"),
    f"{_QB}DimensionProperty": Text("dimension", "dimension"),
    f"{_QB}MeasureProperty": Text("mål", "measure"),
    f"{_QB}AttributeProperty": Text("tillæg", "attribute"),
    f"{_QB}dataSet": Text("tabel", "table"),
    f"{_QB}structure": Text("opbygning", "structure"),
    f"{_QB}component": Text("del", "component"),
    f"{_ORG}Organization": Text("myndighed eller organisation", "authority or organisation"),
    f"{_ORG}ChangeEvent": Text("omlægning", "reorganisation"),
    f"{_ORG}originalOrganization": Text("fra", "from"),
    f"{_ORG}resultingOrganization": Text("til", "to"),
}
"""Labels by IRI."""


def title_of(graph: Graph, predicate: Node) -> Text:
    """What a term is called, be it ours or of a standard."""
    return STANDARDS.get(str(predicate)) or label(graph, predicate)
