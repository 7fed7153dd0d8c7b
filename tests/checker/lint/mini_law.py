"""A small whole law, and for each lint rule the change that breaks exactly that rule."""

from __future__ import annotations

from lovgraf.core.terms import PREFIXES
from lovgraf.core.turtle import format_turtle

HEAD = "@base <https://w3id.org/lovgraf/> .\n" + "".join(
    f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items()
)

# @ stands for the act's own IRI, # for its number.
LAW = """
<@> a core:Act ; rdfs:label "Lov #"@da , "Act #"@en ; dct:title "Lov #"@da , "Act #"@en ;
  core:number # ; core:year 9001 ; core:documentType "LOV" ;
  core:inForceFrom "2012-07-01"^^xsd:date .
<@/par/1> a core:Provision ; rdfs:label "§ 1"@da , "s. 1"@en ; eli:is_part_of <@> .
<@/par/1/norm/duty> a core:Obligation ;
  rdfs:label "Gør det #"@da , "Do it #"@en ;
  skos:definition "Den voksne skal gøre det."@da , "The adult must do it."@en ;
  core:provision <@/par/1> ; core:recordType record:Person ; core:bearer core:Subject ;
  core:addressee <@/class/adult> ; core:duty <@/duty/done> ; core:requires <@/capability/key> ;
  core:deadline [ a core:Deadline ; core:trigger record:birthDate ;
    core:period "P5D"^^xsd:duration ; core:performedOn record:digitalPostSince ] .
<@/par/1/norm/exempt> a core:Exemption ;
  rdfs:label "Fritag #"@da , "Exempt #"@en ;
  skos:definition "Kommunen kan fritage."@da , "The municipality may exempt."@en ;
  core:provision <@/par/1> ; core:recordType record:Person ; core:bearer core:Municipality ;
  core:exempts <@/par/1/norm/duty> ; core:granted <@/class/special> ;
  core:eligible <@/class/special> .
<@/class/adult> a owl:Class ;
  rdfs:label "voksen #"@da , "adult #"@en ;
  skos:definition "En person på mindst 15 år."@da , "A person of at least 15 years."@en ;
  owl:equivalentClass [ a owl:Class ; owl:intersectionOf ( record:Person [ a owl:Restriction ;
    owl:onProperty record:age ; owl:someValuesFrom [ a rdfs:Datatype ;
      owl:onDatatype xsd:integer ; owl:withRestrictions ( [ xsd:minInclusive 15 ] ) ] ] ) ] .
<@/class/special> a owl:Class ;
  rdfs:label "særlig #"@da , "special #"@en ;
  skos:definition "Hvor forholdene er særlige."@da , "Where circumstances are special."@en ;
  owl:equivalentClass [ a owl:Restriction ; owl:onProperty <@/fact/special> ;
    owl:hasValue true ] .
<@/fact/special> a record:JudgmentFact , owl:DatatypeProperty , owl:FunctionalProperty ;
  rdfs:label "særlige forhold #"@da , "special circumstances #"@en ;
  skos:definition "Om forholdene er særlige."@da , "Whether circumstances are special."@en ;
  record:datatype xsd:boolean ; rdfs:range xsd:boolean ; record:recordType record:Person ;
  core:judgedBy core:Municipality .
<@/duty/done> a sh:NodeShape ;
  rdfs:label "Gjort #"@da , "Done #"@en ;
  sh:message "Det er ikke gjort."@da , "It is not done."@en ; sh:severity sh:Violation ;
  sh:property [ sh:path record:digitalPost ; sh:hasValue true ] ;
  core:goodExample [ core:exampleFacts "digital_post=true" ] ;
  core:badExample [ core:exampleFacts "digital_post=false" ] .
<@/capability/key> a core:Capability ;
  rdfs:label "nøgle #"@da , "key #"@en ;
  skos:definition "Det, man logger på med."@da , "What one logs in with."@en ;
  core:heldBy <@/class/adult> .
<@/route/desk> a core:AccessRoute ;
  rdfs:label "skranke #"@da , "desk #"@en ;
  skos:definition "Nøglen fås ved fremmøde."@da , "The key is given in person."@en ;
  core:grants <@/capability/key> ; core:eligible <@/class/adult> ;
  core:recordType record:Person ; core:provision <@/par/1> ; core:needs <@/evidence/pass> ;
  core:place <@/place/town> ;
  core:fee [ a core:Fee ; core:amount 10.0 ; core:provision <@/par/1> ] .
<@/evidence/pass> a core:EvidenceType ;
  rdfs:label "pas #"@da , "passport #"@en ;
  skos:definition "Et bevis for, hvem man er."@da , "A proof of who one is."@en .
<@/place/town> a core:Place ;
  rdfs:label "byen #"@da , "the town #"@en ;
  skos:definition "Det sted, hvor skranken er."@da , "The place of the desk."@en .
<@/claim> a core:OutsideSource ;
  rdfs:label "kilde #"@da , "source #"@en ;
  skos:definition "En kilde uden for loven."@da , "A source outside the law."@en ;
  core:seenOn "2026-11-24"^^xsd:date .
"""

SCHEME = """
<@/codes> a skos:ConceptScheme ; rdfs:label "koder #"@da , "codes #"@en ;
  skos:definition "Koder i loven."@da , "Codes of the act."@en .
<@/codes/a> a skos:Concept ; skos:inScheme <@/codes> ; skos:notation "a" ;
  skos:prefLabel "første"@da , "first"@en ;
  skos:definition "Den ene kode."@da , "The one code."@en .
<@/codes/b> a skos:Concept ; skos:inScheme <@/codes> ; skos:notation "b" ;
  skos:prefLabel "anden"@da , "second"@en ;
  skos:definition "Den anden kode."@da , "The other code."@en .
"""
DERIVED = """
<@/fact/x> a record:DerivedFact , owl:DatatypeProperty , owl:FunctionalProperty ;
  rdfs:label "x #"@da , "x #"@en ; skos:definition "Et faktum."@da , "A fact."@en ;
  record:datatype xsd:integer ; rdfs:range xsd:integer ; record:recordType record:Person ;
  record:operator record:AgeAt ; record:of record:birthDate .
"""
SILENT = """
<@/fact/x> a record:DerivedFact , owl:DatatypeProperty , owl:FunctionalProperty ;
  rdfs:label "x #"@da , "x #"@en ; skos:definition "Et faktum."@da , "A fact."@en ;
  record:datatype xsd:boolean ; rdfs:range xsd:boolean ; record:recordType record:Person ;
  record:operator record:FirstKnown ; record:first record:addressAbroad ; record:second false .
<@/place/town> rdfs:seeAlso <@/fact/x> .
"""
HOME = "owl:onProperty record:homeInDenmark"


def one_more_class(expression: str, used: bool = True) -> str:
    """A further class of the law, used by a place."""
    text = f"""
<@/class/x> a owl:Class ; rdfs:label "klasse #"@da , "class #"@en ;
  skos:definition "En klasse til."@da , "One more class."@en ;
  owl:equivalentClass {expression} .
"""
    return text + ("<@/place/town> core:withinReachOf <@/class/x> ." if used else "")


def restriction(inside: str) -> str:
    """A restriction as a blank node."""
    return f"[ a owl:Restriction ; {inside} ]"


CLAIM = """
<@/claim/b> a core:Claim ; rdfs:label "udsagn #"@da , "claim #"@en ; dct:source <@/claim> ;
  skos:definition "Et udsagn."@da , "A claim."@en ; core:locator "1"@da , "1"@en ;
"""
FINDING = """
<@/finding> a core:Finding ; rdfs:label "fund #"@da , "finding #"@en ;
  skos:definition "Et fund."@da , "A finding."@en ;
"""
PRESUMPTION = """
<@/presumption> a core:Presumption ; rdfs:label "formodning #"@da , "presumption #"@en ;
  skos:definition "Det formodes ikke."@da , "It is presumed not to be so."@en ;
  core:presumes record:seafarer ; core:presumedValue false ; core:standing core:ForCase ;
  core:burdenOfProof core:Subject ; core:rebuttal "Et bevis."@da , "A proof."@en .
"""
NO_PRESUMPTION = """
<@/no-presumption> a core:NoPresumption ; core:leavesOpen <@/claim> ;
  rdfs:label "ingen formodning #"@da , "no presumption #"@en ;
  skos:definition "Det må oplyses."@da , "It has to be stated."@en .
"""

# Rule -> (text to replace, replacement); an empty first text means: add the second at the end.
BREAKS: dict[str, list[tuple[str, str]]] = {
    "power-of-another": [("", """
<@> core:basedOn <@/par/1> .
<@/par/1/norm/one> a core:Power ; rdfs:label "En regel #"@da , "One rule #"@en ;
  skos:definition "Den ene kan."@da , "The one may."@en ; core:issuesRules true ;
  core:provision <@/par/1> ; core:recordType record:Person ; core:bearer core:Municipality .
<@/par/1/norm/two> a core:Power ; rdfs:label "En anden regel #"@da , "Another rule #"@en ;
  skos:definition "Den anden kan."@da , "The other may."@en ; core:issuesRules true ;
  core:provision <@/par/1> ; core:recordType record:Person ; core:bearer core:PublicAuthority .
""")],
    "law/time-said-once": [
        ("<@/par/1/norm/duty> a core:Obligation ;",
         '<@/par/1/norm/duty> a core:Obligation ; core:keptAtLeast "P5Y"^^xsd:duration ; '
         'core:keptFrom "det"@da , "it"@en ;'),
    ],
    "succession-unsaid": [("", """
<@/authority/old> a core:PublicAuthority ; rdfs:label "før #"@da , "before #"@en ;
  skos:definition "Myndigheden før."@da , "The authority before."@en .
<@/authority/new> a core:PublicAuthority ; rdfs:label "efter #"@da , "after #"@en ;
  skos:definition "Myndigheden efter."@da , "The authority after."@en .
<@/authority/change> a org:ChangeEvent ; rdfs:label "ændring #"@da , "change #"@en ;
  skos:definition "Den ene bliver den anden."@da , "One becomes the other."@en ;
  org:originalOrganization <@/authority/old> ; org:resultingOrganization <@/authority/new> ;
  core:attestedOn "2014-01-01"^^xsd:date .
<@/par/1/norm/exempt> core:competentAuthority <@/authority/old> .
""")],
    "act-without-end": [
        ("core:provision <@/par/1> ; core:recordType record:Person ; core:bearer",
         'core:inForceUntil "2020-01-01"^^xsd:date ; core:provision <@/par/1> ; '
         "core:recordType record:Person ; core:bearer"),
    ],
    "term-time": [("", """
<@/par/1/norm/duty> core:usesTerm <@/term/x> ; core:inForceFrom "2013-01-01"^^xsd:date .
<@/term/x> a core:Term ; rdfs:label "ord #"@da , "word #"@en ;
  skos:prefLabel "ord #"@da , "word #"@en ;
  skos:definition "Et ord i loven."@da , "A word of the act."@en ; core:provision <@/par/1> .
""")],
    "number-taken": [("", """
<@/par/1/norm/exempt> core:restatedAs <law/9001/90#/par/1> .
<law/9001/90#> a core:Act ; rdfs:label "Lbk #"@da , "Consolidation #"@en ;
  dct:title "Lbk #"@da , "Consolidation #"@en ;
  core:number 90# ; core:year 9001 ; core:documentType "LBK" ; core:consolidates <@> ;
  core:inForceFrom "2015-07-01"^^xsd:date .
<@> core:consolidatedBy <law/9001/90#> .
<law/9001/90#/par/1> a core:Provision ; rdfs:label "§ 1"@da , "s. 1"@en ;
  eli:is_part_of <law/9001/90#> .
""")],
    "law/norm-provision": [
        ("core:provision <@/par/1> ; core:recordType record:Person ; core:bearer core:Subject",
         'core:inForceFrom "2012-07-01"^^xsd:date ; core:recordType record:Person ; '
         "core:bearer core:Subject"),
        ("/par/1/norm/duty", "/norm-x"),
    ],
    "law/norm-record-type": [
        ("core:recordType record:Person ; core:bearer core:Municipality",
         "core:bearer core:Municipality"),
    ],
    "law/norm-bearer": [("core:bearer core:Subject", "core:bearer <@/claim>")],
    "law/binding-norm-addressee": [("core:addressee <@/class/adult> ; ", "")],
    "law/binding-norm-duty": [
        ("core:duty <@/duty/done> ; ", "rdfs:seeAlso <@/duty/done> ; "),
    ],
    "law/commencement": [
        ('  core:inForceFrom "2012-07-01"^^xsd:date .', "  ."),
        ("core:amount 10.0", 'core:amount 10.0 ; core:inForceFrom "2012-07-01"^^xsd:date'),
    ],
    "law/commenced-by": [
        ('  core:inForceFrom "2012-07-01"^^xsd:date .', "  core:commencedBy <@/claim> ."),
    ],
    "law/interval": [
        ('core:inForceFrom "2012-07-01"^^xsd:date',
         'core:inForceFrom "2012-07-01"^^xsd:date ; core:inForceUntil "2012-06-30"^^xsd:date'),
    ],
    "law/versions": [("core:exempts", "core:replaces <@/par/1/norm/duty> ; core:exempts")],
    "law/label": [('rdfs:label "byen #"@da , "the town #"@en', 'rdfs:label "byen #"@da')],
    "law/definition": [(', "The place of the desk."@en', "")],
    "law/remark": [("core:heldBy", 'core:note "Kun dansk"@da ; core:heldBy')],
    "law/act": [('core:documentType "LOV"', 'core:documentType "Lov"')],
    "law/provision": [("", '<@/par/2> a core:Provision ; rdfs:label "§ 2"@da , "s. 2"@en .')],
    "law/exemption": [("core:granted <@/class/special> ;", "")],
    "law/exemption-duration": [("core:exempts", "core:unlimited true ; core:exempts")],
    "law/deadline": [('"P5D"^^xsd:duration', '"P1M5D"^^xsd:duration')],
    "law/date-fact": [("core:trigger record:birthDate", "core:trigger record:digitalPost")],
    "law/threshold": [("xsd:minInclusive 15", "xsd:minInclusive 15e0")],
    "law/refers-to-norm": [("core:exempts", "core:overrides <@/class/adult> ; core:exempts")],
    "law/refers-to-source": [("", "<@> core:amendedBy <@/place/town> .")],
    "law/refers-to-capability": [
        ("core:requires <@/capability/key>", "core:requires <@/place/town>"),
    ],
    "law/refers-to-class": [("", "<@/place/town> core:withinReachOf <@/duty/done> .")],
    "law/refers-to-authority": [("core:judgedBy core:Municipality", "core:judgedBy <@/claim>")],
    "law/refers-to-claim": [("core:exempts", "core:reportPassage <@/claim> ; core:exempts")],
    "law/refers-to-other": [("core:exempts", "core:territory <@/place/town> ; core:exempts")],
    "law/permission-addressee": [
        ("", """<@/par/1/norm/may> a core:Permission ; rdfs:label "må #"@da , "may #"@en ;
          skos:definition "Man må."@da , "One may."@en ; core:provision <@/par/1> ;
          core:recordType record:Person ; core:bearer core:Subject ;
          core:addressee <@/class/adult> , <@/class/special> ."""),
    ],
    "law/route": [("core:place <@/place/town>", "core:place <@/claim>")],
    "law/capability": [("core:heldBy <@/class/adult> .", 'core:note "x"@da , "x"@en .')],
    "law/fee": [("core:amount 10.0", "core:amount -1.0")],
    "law/storage": [("core:heldBy", 'core:keptAtMost "P5Y"^^xsd:duration ; core:heldBy')],
    "law/judgment": [(" ;\n  core:judgedBy core:Municipality", "")],
    "law/claim": [("", CLAIM.removesuffix(";\n") + ".")],
    "law/finding": [("", FINDING + "dct:source <@> .")],
    "law/presumption": [("", PRESUMPTION)],
    "law/no-presumption": [("", NO_PRESUMPTION)],
    "law/outside-source-seen": [(' ;\n  core:seenOn "2026-11-24"^^xsd:date', "")],
    "shape/message": [(', "It is not done."@en', "")],
    "shape/label": [(', "Done #"@en', "")],
    "shape/severity": [(" ; sh:severity sh:Violation", "")],
    "shape/examples": [(' ;\n  core:badExample [ core:exampleFacts "digital_post=false" ]', "")],
    "unique-labels": [('"særlig #"@da , "special #"@en', '"voksen #"@da , "special #"@en')],
    "unique-concept-labels": [("", SCHEME.replace('"anden"@da', '"første"@da'))],
    "missing-label": [(', "special #"@en', "")],
    "missing-definition": [(', "Where circumstances are special."@en', "")],
    "definition-repeats-label": [('"Det sted, hvor skranken er."@da', '"Byen #."@da')],
    "circular-class": [
        ("", one_more_class("[ a owl:Class ; owl:complementOf <@/class/x> ]", used=False)),
    ],
    "circular-fact": [("", DERIVED.replace("record:of record:birthDate", "record:of <@/fact/x>"))],
    "unused-class": [("", one_more_class(restriction(f"{HOME} ; owl:hasValue true"), used=False))],
    "unused-fact": [("", DERIVED)],
    "blank-decides": [("", SILENT)],
    "unused-shape": [
        ("", """<@/duty/x> a sh:NodeShape ; rdfs:label "y #"@da , "y #"@en ;
          sh:message "y"@da , "y"@en ; sh:severity sh:Info ;
          core:goodExample [ core:exampleFacts "digital_post=true" ] ;
          core:badExample [ core:exampleFacts "digital_post=false" ] ."""),
    ],
    "notation-unique": [("", SCHEME.replace('skos:notation "b"', 'skos:notation "a"'))],
    "code-list-twice": [
        ("", SCHEME), ("", SCHEME.replace("<@/code", "<@/again").replace("koder", "atter")
         .replace('"codes', '"again')),
    ],
    "unmarked-column": [
        ("", """<@/fact/x> a record:Column , owl:DatatypeProperty , owl:FunctionalProperty ;
  rdfs:label "x #"@da , "x #"@en ; skos:definition "Om x."@da , "Whether x."@en ;
  rdfs:range xsd:boolean ; record:datatype xsd:boolean ; record:column "x_9001" ;
  record:recordType record:Person . <@/place/town> rdfs:seeAlso <@/fact/x> ."""),
    ],
    "day-to-come-unsaid": [
        ("", """<@/fact/x> a record:Column , owl:DatatypeProperty , owl:FunctionalProperty ;
  rdfs:label "x #"@da , "x #"@en ; skos:definition "Dagen."@da , "The day."@en ;
  record:datatype xsd:date ; record:column "x_9002" ; record:recordType record:Person ;
  record:fixedBecause "Det er sket."@da , "It has happened."@en ;
  record:noneWhen [ record:fact record:digitalPost ; record:value false ] .
  <@/place/town> rdfs:seeAlso <@/fact/x> ."""),
    ],
    "law/ledger-entry": [
        ("", '<@> core:ledger [ a core:LedgerEntry ; core:ledgerPlace "par/1" ] .'),
    ],
    "untyped": [("", "<@/x> rdfs:seeAlso <https://example.org/> .")],
    "dangling": [("", "<@> rdfs:seeAlso <@/nowhere> .")],
    "faulty-reference": [
        ("", '<@/par/1> core:faultyReference "§ 9 findes ikke."@da , "There is no s. 9."@en .'),
    ],
    "deprecated-term": [
        ("", '<@/place/old> a core:Place ; rdfs:label "købstaden #"@da , "the market town #"@en ; '
         'skos:definition "Det gamle sted."@da , "The place of before."@en ; '
         "owl:deprecated true ; dct:isReplacedBy <@/place/town> . "
         "<@/evidence/pass> rdfs:seeAlso <@/place/old> ."),
    ],
    "undeclared-property": [("", "<@> core:nosuch# 1 .")],
    "undeclared-class": [("", "<@/x> a core:Nosuch# .")],
    "date-in-class": [("", one_more_class(restriction(f"{HOME} ; owl:someValuesFrom xsd:date")))],
    "date-range": [
        ("", DERIVED.replace("xsd:integer", "xsd:date")
         + "<@/place/town> rdfs:seeAlso <@/fact/x> ."),
    ],
    "act-iri": [("core:year 9001", "core:year 9002")],
    "part-of-iri": [
        ("", '<@/x/2> a core:Provision ; rdfs:label "§ 2"@da , "s. 2"@en ; '
         "eli:is_part_of <@/par/1> ."),
    ],
    "norm-iri": [("/par/1/norm/duty", "/par/2/norm/duty")],
    "version-overlap": [
        ("", """<@/par/1/norm/duty-2014> a core:Power ; rdfs:label "ny #"@da , "new #"@en ;
          skos:definition "Den nye."@da , "The new one."@en ; core:provision <@/par/1> ;
          core:recordType record:Person ; core:bearer core:Minister ;
          core:inForceFrom "2014-01-01"^^xsd:date ."""),
    ],
    "value-datatype": [
        ("owl:onProperty <@/fact/special> ;\n    owl:hasValue true",
         'owl:onProperty <@/fact/special> ;\n    owl:hasValue "true"'),
    ],
    "unknown-code": [
        ("", one_more_class(restriction('owl:onProperty record:cprStatus ; owl:hasValue "1"'))),
    ],
    "unreadable-value": [("", '<@/par/1> core:seenOn "30"^^xsd:date .')],
    "other-record-type": [
        ("record:recordType record:Person ;\n  core:judgedBy",
         "record:recordType record:Payment ;\n  core:judgedBy"),
    ],
    "route-again": [
        ("", """<@/route/again> a core:AccessRoute ; rdfs:label "vej til #"@da , "way to #"@en ;
          skos:definition "Det samme for den, der indgiver."@da , "The same for who files."@en ;
          core:grants <@/capability/key> ; core:eligible record:Filing ;
          core:recordType record:Filing ; core:provision <@/par/1> ."""),
    ],
    "capability-again": [
        ("", """<@/capability/again> a core:Capability ;
          rdfs:label "nøgle nr. #"@da , "key no. #"@en ;
          skos:definition "Det samme for den, der indgiver."@da , "The same for who files."@en ;
          core:heldBy <@/class/x> .
          <participant/filer> record:answers [
            record:about <@/capability/key> ; record:held record:filerHomeInDenmark ] ."""),
        ("", one_more_class(
            restriction("owl:onProperty record:filerHomeInDenmark ; owl:hasValue true"),
            used=False)),
    ],
    "needs-unsaid": [
        ("", """<@/capability/post> a core:Capability ; rdfs:label "post #"@da , "mail #"@en ;
          skos:definition "At have post."@da , "Having mail."@en ; core:heldBy <@/class/x> ."""),
        ("", one_more_class(
            restriction("owl:onProperty record:weekendCommuter ; owl:hasValue true"), used=False)),
        ("sh:path record:digitalPost", "sh:path record:weekendCommuter"),
        ('core:exampleFacts "digital_post=true"', 'core:exampleFacts "weekend_commuter=true"'),
        ('core:exampleFacts "digital_post=false"', 'core:exampleFacts "weekend_commuter=false"'),
    ],
    "missing-unit": [
        ("", DERIVED.replace("record:operator record:AgeAt ; record:of record:birthDate",
                             "record:operator record:FirstKnown ; record:first 3")
         + "<@/place/town> rdfs:seeAlso <@/fact/x> ."),
    ],
    "never-applies": [
        ("core:addressee <@/class/adult>", "core:addressee <@/class/x>"),
        ("", one_more_class(
            "[ a owl:Class ; owl:intersectionOf ( "
            + restriction(f"{HOME} ; owl:hasValue true")
            + restriction(f"{HOME} ; owl:hasValue false") + " ) ]")),
    ],
    "shadowed": [("core:granted <@/class/special>", "core:granted <@/class/adult>")],
    "said-twice": [
        ("", """<@/par/1/norm/again> a core:Obligation ; rdfs:label "igen #"@da , "again #"@en ;
          skos:definition "Det igen."@da , "That again."@en ; core:provision <@/par/1> ;
          core:recordType record:Person ; core:bearer core:Subject ;
          core:addressee <@/class/adult> ; core:duty <@/duty/done> ;
          core:requires <@/capability/key> ; core:deadline [ a core:Deadline ;
            core:trigger record:birthDate ; core:period "P5D"^^xsd:duration ;
            core:performedOn record:digitalPostSince ] ."""),
        ("core:exempts <@/par/1/norm/duty>",
         "core:exempts <@/par/1/norm/duty> , <@/par/1/norm/again>"),
    ],
    "report-identifier": [("", CLAIM + 'dct:identifier "C" .')],
    "not-compilable": [
        ("", one_more_class(restriction(
            f"{HOME} ; owl:minQualifiedCardinality 1 ; owl:onDataRange xsd:boolean"))),
    ],
    "advice-unverified": [
        ("", '<outside/x#> a core:OutsideTopic ; rdfs:label "x #"@da , "x #"@en ; '
             'skos:definition "Gå til x."@da , "Turn to x."@en .'),
    ],
    "unreadable": [("", one_more_class(restriction(f"{HOME} ; owl:onClass record:Person")))],
    "unsatisfiable": [
        ("", one_more_class(
            "[ a owl:Class ; owl:intersectionOf ( "
            + restriction(f"{HOME} ; owl:hasValue true")
            + restriction(f"{HOME} ; owl:hasValue false") + " ) ]")),
    ],
}  # fmt: skip


def law(number: int, changes: list[tuple[str, str]] | None = None) -> str:
    """The law as act `number` of the year 9001, with changes, in the fixed form."""
    text = LAW
    for old, new in changes or []:
        if old and old not in text:
            raise ValueError(f"nothing to replace: {old}")
        text = text.replace(old, new) if old else text + new
    text = text.replace("@>", f"law/9001/{number}>").replace("<@/", f"<law/9001/{number}/")
    return format_turtle(HEAD + text.replace("#", str(number)) if "#" in text else HEAD + text)


def ending(name: str) -> str:
    """A proposal that ends the duty of the first such law."""
    return f"""{HEAD}
<proposal/{name}> a core:Proposal ; rdfs:label "Slut {name}"@da , "End {name}"@en ;
  skos:definition "Reglen ophører."@da , "The rule ends."@en ;
  core:inForceFrom "2013-01-01"^^xsd:date ; core:ends <law/9001/1/par/1/norm/duty> .
"""
