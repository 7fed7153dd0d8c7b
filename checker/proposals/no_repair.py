"""Why no small change of a proposal closes a gap, and what its drafter can do: one sentence a kind.

Source: semantics, section 6 (repairs).
"""

from __future__ import annotations

from dataclasses import replace

from rdflib import URIRef

from lovgraf.core.terms import CORE, Text
from lovgraf.proposals.changes import Views
from lovgraf.proposals.gap import Gap

_OF_THE_LAW = Text(
    "Det ligger i gældende ret, som forslaget ikke selv ændrer: lad forslaget afløse den "
    "bestemmelse, eller sig i bemærkningerne, at det består.",
    "It lies in the law in force, which the proposal does not change: let the proposal replace "
    "that provision, or say in the remarks that it stays.",
)
_WHY = {
    "unreachable": Text(
        "Ingen af de adgangsveje, loven kender, kan åbnes for dem med én ændring: beskriv en ny "
        "vej, eller fritag dem.",
        "None of the routes that the law knows can be opened to them by one change: describe a new "
        "route, or exempt them.",
    ),
    "burdensome": Text(
        "Besværet ligger i mere end ét led af vejene, så ingen enkelt ændring fjerner det: tilbyd "
        "en ny vej uden gebyr på et sted nær dem, eller sig, hvorfor besværet er rimeligt.",
        "The trouble lies in more than one step of the routes, so no single change removes it: "
        "offer a new route without a fee at a place near them, or say why the trouble is fair.",
    ),
    "circular": Text(
        "Ringen består, hvilket led der end fjernes: beskriv en vej, der ikke begynder med det, "
        "den skal give.",
        "The ring stays whichever step is dropped: describe a route that does not begin with what "
        "it is to give.",
    ),
    "hollow": Text(
        "Fritagelsen følger af anden ret end forslagets, og ingen, der kan bindes, er tilbage, "
        "hvis de holdes udenfor: begræns fritagelsen i tid, eller sig, hvem pligten i praksis "
        "binder.",
        "The exemption follows from other law than the proposal's, and nobody who can be bound is "
        "left if they are kept outside: limit the exemption in time, or say whom the duty binds "
        "in practice.",
    ),
    "uncovered": Text(
        "Resten af gruppen kan ikke omfattes uden at ændre, hvem reglen er skrevet til: sig i "
        "bemærkningerne, hvorfor de holdes udenfor.",
        "The rest of the group cannot be covered without changing whom the rule is written for: "
        "say in the remarks why they are left out.",
    ),
    "overlap": Text(
        "Grupperne nævnes af hvert sit forslag: aftal, hvilket af dem der gælder for den, der "
        "hører til begge.",
        "The groups are named by different proposals: agree which of them holds for who belongs to "
        "both.",
    ),
    "companion": Text(
        "Hvad der skulle stå i de andre bestemmelser, kan ikke læses af forslaget: skriv ændringen "
        "af hver af dem, eller sig, hvorfor de skal være anderledes.",
        "What the other provisions should say cannot be read from the proposal: write the change "
        "of each, or say why they are to differ.",
    ),
    "no-exemption": Text(
        "Ingen fritagelse i gældende ret er fra en pligt, der kræver det samme, så der er ingen at "
        "dele: skriv en fritagelse med hvem, hvilken myndighed og hvor længe.",
        "No exemption in the law in force is from a duty that asks the same, so there is none to "
        "share: write one with who, which authority and for how long.",
    ),
    "no-information": Text(
        "Hverken pligten, dens lov eller forslaget nævner en myndighed, som kan give besked: nævn "
        "en (core:competentAuthority), eller skriv, hvem der oplyser.",
        "Neither the duty, its act nor the proposal names an authority that can tell them: name "
        "one (core:competentAuthority), or write who informs.",
    ),
    "no-legal-basis": Text(
        "Ingen overførsel i forslaget kan få hjemlen: nævn den lov, der skal give den "
        "(core:amends).",
        "No transfer of the proposal can be given the basis: name the act that is to give it "
        "(core:amends).",
    ),
    "no-transition": Text(
        "Pligten påhviler ikke borgeren selv: skriv overgangen for den, den påhviler.",
        "The duty is not the citizen's own: write the transition for whoever has it.",
    ),
    "threshold": Text(
        "Pligten har ingen personkreds, som aldersgrænsen kan skrives ind i: angiv den "
        "(core:addressee) fra den alder, hvor det krævede kan fås.",
        "The duty has no addressee that the age limit can be written into: give one "
        "(core:addressee) from the age at which what is needed can be had.",
    ),
    "uncommenced": Text(
        "Hvornår reglerne skal gælde, er et valg, som intet i grafen afgør: skriv dagen "
        "(core:inForceFrom), eller hvem der fastsætter den.",
        "When the rules are to hold is a choice that nothing in the graph settles: write the day "
        "(core:inForceFrom), or who sets it.",
    ),
    "dangling": Text(
        "Det, der peges på, gælder hverken den dag eller senere: peg på det, der er trådt i "
        "stedet, eller udelad henvisningen.",
        "What is pointed at is in force neither on that day nor later: point at what took its "
        "place, or leave out the reference.",
    ),
    "undefined-term": Text(
        "Hvad ordet skal betyde, siger intet i grafen: skriv en definition (skos:definition), "
        "eller brug et ord, der har én.",
        "What the word is to mean, nothing in the graph says: write a definition "
        "(skos:definition), or use a word that has one.",
    ),
    "discretion": Text(
        "Hvilke forhold der skal tælle i stedet for skønnet, siger intet i grafen: skriv dem som "
        "kendsgerninger, som et register kan svare på, eller sig, hvem der kan klage.",
        "Which circumstances are to count in place of the judgment, nothing in the graph says: "
        "write them as facts that a register can answer, or say who can appeal.",
    ),
    "outside-law": Text(
        "Forslaget nævner ingen lov, som hjemlen kan stå i: nævn den (core:amends), eller sig i "
        "bemærkningerne, hvem der kan ændre det, reglen hviler på.",
        "The proposal names no act that could hold the basis: name it (core:amends), or say in "
        "the remarks who can change what the rule rests on.",
    ),
    "retroactive": Text(
        "Dagen, forslaget vedtages, gør ikke virkningen kommende: sig i bemærkningerne, hvad der "
        "bærer tilbagevirkningen.",
        "The day on which the proposal is passed does not make the effect a future one: say in "
        "the remarks what carries it back in time.",
    ),
    "stale-text": Text(
        "Teksten står i gældende ret, som forslaget ikke selv skriver: giv den ændrede norm sin "
        "egen beskrivelse (skos:definition).",
        "The text stands in the law in force, which the proposal does not write: give the changed "
        "norm a definition of its own (skos:definition).",
    ),
    "redundant": Text(
        "Holdes de, der har pligten i forvejen, udenfor, mister reglen dem, den binder i dag: sig "
        "i bemærkningerne, at den for dem ikke ændrer noget.",
        "If those who have the duty already were left out, the rule would lose whom it binds "
        "today: say in the remarks that it changes nothing for them.",
    ),
    "blind-effect": Text(
        "Hverken virkningen eller pligten kan indsnævres uden andre følger: åbn en vej for dem, "
        "eller sig, hvem de kan henvende sig til, når virkningen rammer.",
        "Neither the effect nor the duty can be narrowed without other consequences: open a route "
        "for them, or say to whom they can turn when the effect strikes.",
    ),
}  # fmt: skip
_TOLD_BY_ABOUT = frozenset({"undefined-term", "discretion"})
_TOLD_BY_NORM = frozenset({"unreachable", "burdensome", "blind-effect"})
"""Kinds of which changes are tried only where the proposal itself says what leaves the gap: one of
the things that it is about, or its norm."""


def explained(gap: Gap, views: Views) -> Gap:
    """A gap that no change closes, with why."""
    if gap.repairs:
        return gap
    told = gap.about if gap.code in _TOLD_BY_ABOUT else [gap.norm]
    if gap.code in _TOLD_BY_ABOUT | _TOLD_BY_NORM and not any(
        iri is not None and _named(views, URIRef(iri)) for iri in told
    ):
        return replace(gap, no_repair=_OF_THE_LAW)
    return replace(gap, no_repair=_WHY.get(gap.code))


def _named(views: Views, node: URIRef) -> bool:
    """Whether a proposal says something of a thing, or uses it as a term."""
    return any(
        (node, None, None) in one.graph or (None, CORE.usesTerm, node) in one.graph
        for one in views.overlay.proposals
    )
