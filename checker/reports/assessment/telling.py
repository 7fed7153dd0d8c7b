"""An assessment in one language: its words, names and numbers, and its gaps by number."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from functools import cached_property

from msgspec import Struct
from rdflib import Graph, URIRef

from lovgraf.core.safe import plain
from lovgraf.core.terms import BASE, Lang, Text, label
from lovgraf.facts.type_names import plural_of
from lovgraf.law.authorities import name_on
from lovgraf.law.names import cited_on
from lovgraf.proposals.assess import Assessment
from lovgraf.proposals.findings import Gain
from lovgraf.proposals.gap import SEVERITIES, Gap
from lovgraf.reports.assessment.words import WORDS
from lovgraf.reports.phrases import counted, listed, number

# The sentences of the consequences and of the economy, in Danish and English.

SENTENCES = {
    "consequences": Text(
        "Konsekvenser til lovforslagets bemærkninger", "Consequences for the bill's remarks"
    ),
    "principles": Text(
        "Principperne for digitaliseringsklar lovgivning",
        "The principles of digital-ready legislation",
    ),
    "principle": Text("Princip", "Principle"),
    "assessment": Text("Vurdering", "Assessment"),
    "reasons": Text("Punkter", "Points"),
    "nothing": Text("intet fundet", "nothing found"),
    "partly": Text(
        "intet fundet, men ikke alt er undersøgt", "nothing found, but not all examined"
    ),
    "no-check": Text("[Åbent] ikke undersøgt", "[Open] not examined"),
    "organisation": Text("Organisation og omstilling", "Organisation and transition"),
    "authorities": Text("Forslaget berører:", "The proposal concerns:"),
    "decides": Text("er ansvarlig for {what}", "is responsible for {what}"),
    "bound": Text("er bundet af {what}", "is bound by {what}"),
    "exempts": Text("fritager for {what}", "exempts from {what}"),
    "provides": Text("står for {what}", "provides {what}"),
    "no-authority": Text(
        "Hvilken myndighed der skal administrere ændringen, fremgår ikke.",
        "Which authority is to administer the change is not stated.",
    ),
    "commences": Text("Forslaget træder i kraft {date}.", "The proposal commences on {date}."),
    "no-day": Text(
        "Hvornår forslaget træder i kraft, er ikke fastsat.",
        "When the proposal commences is not settled.",
    ),
    "transition": Text(
        "Der er en overgangsordning: {what}.", "There is a transition measure: {what}."
    ),
    "no-transition": Text(
        "Hvad der skal gælde for igangværende sager og bestående forhold, fremgår ikke.",
        "What is to hold for pending cases and existing conditions is not stated.",
    ),
    "evaluation": Text("Reglen skal evalueres: {what}.", "The rule is to be evaluated: {what}."),
    "no-evaluation": Text(
        "Om og hvornår virkningen skal evalueres, fremgår ikke.",
        "Whether and when the effect is to be evaluated is not stated.",
    ),
    "companions": Text(
        "Andre love med den samme pligt skal følge med eller holdes udenfor med vilje{points}.",
        "Other acts with the same duty must follow, or be left out on purpose{points}.",
    ),
    "judgment": Text(
        "Udfaldet afhænger for nogen af et skøn, der skal bemandes{points}.",
        "The outcome turns for some on a judgment that takes staff{points}.",
    ),
    "it": Text("It og risiko", "IT and risk"),
    "needs": Text(
        "»{norm}« kan kun opfyldes af den, der har {needs}. Det kan fås sådan:",
        "“{norm}” can be met only by who has {needs}. It can be had like this:",
    ),
    "needs-nothing": Text(
        "Forslaget forudsætter intet, som den enkelte først skal skaffe sig.",
        "The proposal needs nothing that a person has to obtain first.",
    ),
    "no-route": Text("ingen adgangsvej", "no route"),
    "place-column": Text("Sted", "Place"),
    "provider-column": Text("Udbyder", "Provider"),
    "fee-column": Text("Gebyr", "Fee"),
    "basis-column": Text("Grundlag", "Basis"),
    "price": Text("{amount} kr.", "DKK {amount}"),
    "fee-free": Text("intet oplyst", "none stated"),
    "it-outside": Text(
        "Det hviler på noget, der ikke er lov og kan ændres uden om Folketinget{points}.",
        "It rests on what is not law and can change without Parliament{points}.",
    ),
    "blocked": Text(
        "Nogle kan ikke få det, pligten forudsætter{points}.",
        "Some cannot get what the duty needs{points}.",
    ),
    "it-flawed": Text(
        "Vejen til det, pligten forudsætter, har fejl{points}.",
        "The way to what the duty needs is flawed{points}.",
    ),
    "it-burden": Text(
        "For nogle er det besværligt at få{points}.", "For some it is burdensome to get{points}."
    ),
    "it-open": Text(
        "Hvilke it-systemer der skal ændres, til hvilken pris, hvornår og med hvilken risiko.",
        "Which IT systems must change, at what cost, by when and with what risk.",
    ),
    "data": Text("Databeskyttelse", "Data protection"),
    "reads": Text(
        "Om {norm} gælder for nogen og er opfyldt, afgøres af: {facts}.",
        "Whether {norm} applies to someone and is met is decided by: {facts}.",
    ),
    "reads-new": Text(
        "Nye oplysninger i forhold til reglen i dag: {facts}.",
        "New compared with the rule today: {facts}.",
    ),
    "reads-new-all": Text(
        "For dem alle er nyt i forhold til reglen i dag: {facts}.",
        "New for all of these, compared with the rule today: {facts}.",
    ),
    "reads-same-all": Text(
        "For dem alle er det de samme oplysninger som i dag.",
        "For all of these it is the same information as today.",
    ),
    "reads-all-new-all": Text(
        "Reglerne er nye: alle er oplysninger, som skal bruges til dem.",
        "The rules are new: all of it is information to be had for them.",
    ),
    "reads-same": Text(
        "Det er de samme oplysninger som i dag.", "It is the same information as today."
    ),
    "reads-all-new": Text(
        "Reglen er ny: alle er oplysninger, som skal bruges til den.",
        "The rule is new: all of it is information to be had for it.",
    ),
    "quoted": Text("»{name}«", "“{name}”"),
    "more-rules": Text("{count} andre", "{count} others"),
    "reads-open": Text(
        "Hvorfra myndigheden får de nye oplysninger, med hvilken hjemmel og til hvilket formål.",
        "From where the authority gets the new information, on what basis and for what purpose.",
    ),
    "transfer": Text(
        "Oplysninger overføres: {what}. Hjemmel: {basis}{points}.",
        "Data are transferred: {what}. Legal basis: {basis}{points}.",
    ),
    "transfer-none": Text("ingen angivet", "none stated"),
    "no-transfer": Text(
        "Forslaget nævner ingen overførsel af oplysninger mellem myndigheder.",
        "The proposal names no transfer of data between authorities.",
    ),
    "data-open": Text(
        "Om der skal laves en konsekvensanalyse om databeskyttelse, og hvor længe oplysningerne "
        "gemmes.",
        "Whether a data protection impact assessment is needed, and how long data are kept.",
    ),
    "citizens": Text("Borgerne", "Citizens"),
    "duty-new": Text("Ny pligt: {what}", "New duty: {what}"),
    "duty-replaced": Text("Ændret pligt: {what}", "Changed duty: {what}"),
    "duty-ended": Text("Ophører: {what}", "Ends: {what}"),
    "duty-affected": Text("Virker anderledes: {what}", "Works differently: {what}"),
    "duties-affected": Text(
        "Virker anderledes{because}: {norms}.", "Works differently{because}: {norms}."
    ),
    "because": Text(" på grund af {what}", " because of {what}"),
    "newly": Text("Bliver omfattet: {groups}.", "Newly addressed: {groups}."),
    "no-longer": Text("Omfattes ikke længere: {groups}.", "No longer addressed: {groups}."),
    "nobody": Text(
        "Ingen bliver omfattet, og ingen slipper fri.", "Nobody is newly addressed or released."
    ),
    "others": Text("andre", "others"),
    "heads": Text(
        "I {dataset} gælder for »{norm}«, at {effects} (af {of} registreringer).",
        "In {dataset}, for “{norm}”, {effects} (of {of} records).",
    ),
    "newly-obliged": Text("{count} får pligten", "{count} get the duty"),
    "released": Text("{count} slipper for pligten", "{count} are released"),
    "newly-exempt": Text("{count} bliver fritaget", "{count} become exempt"),
    "newly-able": Text("{count} kan nu opfylde den", "{count} can now meet it"),
    "obliged-but-unable": Text("{count} kan ikke opfylde den", "{count} cannot meet it"),
    "newly-in-breach": Text(
        "{count}, der overholdt den, overtræder den nu", "{count} who kept it are in breach now"
    ),
    "none-struck": Text("ingen berøres", "none are affected"),
    "heads-presumed": Text(
        "Tomme felter i datasættet er læst med formodningerne {profile}; --presume none ser bort "
        "fra dem.",
        "Blanks in the dataset were read by the presumptions {profile}; --presume none leaves them "
        "out.",
    ),
    "who-begins-groups": Text(
        "»{norm}« kommer også til at gælde for {who}.", "“{norm}” also begins to hold for {who}."
    ),
    "who-begins-who": Text(
        "»{norm}« kommer også til at gælde for dem, som opfylder dette: {who}.",
        "“{norm}” also begins to hold for those of whom this is so: {who}.",
    ),
    "who-begins-known-group": Text(
        "Det gælder allerede for de af dem, der er »{who}«.",
        "It holds already for those of them who are “{who}”.",
    ),
    "who-begins-known": Text(
        "Det gælder allerede for de af dem, som opfylder dette: {who}.",
        "It holds already for those of them of whom this is so: {who}.",
    ),
    "who-begins": Text(
        "»{norm}« kommer til at gælde for flere.", "“{norm}” begins to hold for more."
    ),
    "who-ends-groups": Text(
        "»{norm}« gælder ikke længere for {who}.", "“{norm}” no longer holds for {who}."
    ),
    "who-ends-who": Text(
        "»{norm}« gælder ikke længere for dem, som opfylder dette: {who}.",
        "“{norm}” no longer holds for those of whom this is so: {who}.",
    ),
    "who-ends-known-group": Text(
        "Det gælder stadig for de af dem, der er »{who}«.",
        "It still holds for those of them who are “{who}”.",
    ),
    "who-ends-known": Text(
        "Det gælder stadig for de af dem, som opfylder dette: {who}.",
        "It still holds for those of them of whom this is so: {who}.",
    ),
    "who-ends": Text("»{norm}« gælder for færre end før.", "“{norm}” holds for fewer than before."),
    "so-it-is": Text(": ja", ": yes"),
    "limit-elsewhere": Text(
        "Den grænse, som forslaget flytter ({limit}), står også her, og forslaget ændrer det ikke:",
        "The limit that the proposal moves ({limit}) stands here too, and the proposal leaves it:",
    ),
    "more-places": Text("og {count} til", "and {count} more"),
    "undecided-heads": Text("{count} kan ikke afgøres", "{count} cannot be decided"),
    "exempt-by": Text("Fritagelser fra pligten{points}:", "Exemptions from the duty{points}:"),
    "no-exemption": Text("Der er ingen fritagelse{points}.", "There is no exemption{points}."),
    "blind": Text(
        "Retsvirkninger rammer nogen, der ikke kan nå det, der udløser dem{points}.",
        "Legal effects strike some who cannot reach what triggers them{points}.",
    ),
    "informed": Text("De berørte får besked: {what}.", "Those affected are told: {what}."),
    "not-informed": Text(
        "Hvem der fortæller de berørte om ændringen, fremgår ikke.",
        "Who tells those affected of the change is not stated.",
    ),
    "by": Text("ved {who}", "by {who}"),
    "for": Text("til {who}", "for {who}"),
    "other": Text("Øvrige konsekvenser", "Other consequences"),
    "other-open": Text(
        "Erhvervslivet, klima, miljø og natur og forholdet til EU-retten kan ikke vurderes ud fra "
        "lovgrafen.",
        "Business, climate, environment and nature, and EU law cannot be assessed from the law "
        "graph.",
    ),
    "economy": Text("Økonomi", "Economy"),
    "no-economy": Text(
        "Forslaget henviser ikke til en økonomisk beregning (core:costModel).",
        "The proposal refers to no cost model (core:costModel).",
    ),
    "table-of": Text("{model}, {unit}", "{model}, {unit}"),
    "line": Text("Række", "Line"),
    "taken-off": Text("{line} (trækkes fra)", "{line} (taken off)"),
    "computed": Text("Besparelse (beregnet)", "Saving (computed)"),
    "printed": Text("{line} (trykt i kilden)", "{line} (as the source prints it)"),
    "sum": Text("I alt", "In all"),
    "misprinted": Text(
        "Kildens egne tal lægger ikke sammen til det trykte resultat i {years}; begge er vist.",
        "The source's own numbers do not add up to its printed result in {years}; both are shown.",
    ),
    "price-of": Text(
        "{line}: {price} {unit} for hver af {units}", "{line}: {unit} {price} for each of {units}"
    ),
    "derived": Text(
        "Pris pr. enhed, beregnet af tabellen og ikke oplyst i kilden: {prices}.",
        "Price of a unit, computed from the table and not stated in the source: {prices}.",
    ),
    "made-for": Text("Tabellen gælder {heads}.", "The table is for {heads}."),
    "recount": Text(
        "Omregnet med {dataset}: »{norm}« bliver en pligt for {obliged} i gruppen {group}, og "
        "{able} af dem kan opfylde den, så vidt vides.",
        "Redone with {dataset}: “{norm}” becomes a duty for {obliged} in the group {group}, and "
        "{able} of them can meet it as far as known.",
    ),
    "uncounted": Text(
        "{undecided} kan ikke afgøres og er ikke talt med.",
        "{undecided} cannot be decided and are not counted.",
    ),
    "recounted": Text("Besparelse for {able}", "Saving for {able}"),
    "no-recount": Text(
        "Med et datasæt regnes hver tabel nedenfor om til dets antal personer.",
        "With a dataset each table below is redone for its number of persons.",
    ),
    "nobody-counted": Text(
        "I {dataset} får ingen i gruppen pligten, så tabellen er ikke regnet om.",
        "In {dataset} nobody of the group gets the duty, so the table is not redone.",
    ),
    "assumes": Text("Forudsat: {what}", "Assumed: {what}"),
    "not-included": Text("Ikke medregnet: {what}", "Not included: {what}"),
    "source-of": Text("Kilde: {place}.", "Source: {place}."),
    "no-costs": Text(
        "Udgifter til it, administration, information og fritagelser er kun med, hvor en beregning "
        "ovenfor siger det.",
        "Costs of IT, administration, information and exemptions are included only where a "
        "calculation above says so.",
    ),
}


_SEVERITY = {
    "error": (Text("fejl", "error"), Text("fejl", "errors")),
    "warning": (Text("advarsel", "warning"), Text("advarsler", "warnings")),
    "info": (Text("oplysning", "note"), Text("oplysninger", "notes")),
}

NAMED = 5
"""Rules that are named in a sentence; of more the number is told."""


class NumberedGap(Struct, frozen=True):
    """Gaps that say the same but for whom they strike, told once under a number."""

    number: int
    gap: Gap
    also: tuple[Gap, ...] = ()

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """All of them."""
        return (self.gap, *self.also)


class Telling:
    """What every part of a document asks for; texts from data are made safe here."""

    def __init__(self, found: Assessment, lang: Lang) -> None:
        self.found, self.lang = found, lang

    @property
    def graph(self) -> Graph:
        """The law with the proposals."""
        return self.found.views.graph

    def word(self, key: str, **values: str) -> str:
        """A word or sentence of reports with its values."""
        text = WORDS[key] if key in WORDS else SENTENCES[key]
        return text[self.lang].format(**values)

    def text(self, text: Text | None) -> str:
        """A text of the graph as one visible line."""
        return plain(text[self.lang]) if text is not None else ""

    def name(self, iri: str) -> str:
        """What a thing is called."""
        return self.text(label(self.graph, URIRef(iri)))

    def authority(self, iri: str, task: str | None = None) -> str:
        """What an authority is called on the day of the assessment, for a norm or route."""
        day = self.found.views.after.as_of
        return self.text(name_on(self.graph, iri, day, task))

    def names(self, iris: Iterable[str]) -> str:
        """Names in a sentence, each once."""
        return listed(list(dict.fromkeys(map(self.name, iris))), self.lang)

    def things(self, record_type: str | None) -> str:
        """What the records of a type (a notation) are called, in the plural."""
        facts = self.found.views.after.law.facts
        return self.text(plural_of(self.graph, facts, record_type or facts.usual_type))

    def provision(self, iri: str, norm: str | None = None) -> str:
        """A provision with its act, as it is cited on the day, for a norm that rests on it."""
        day = self.found.views.after.as_of
        return self.text(cited_on(self.graph, iri, day, norm).text)

    def quoted(self, names: Sequence[str]) -> str:
        """Names in quotation marks; the first of many, and how many more there are."""
        shown = [self.word("quoted", name=name) for name in names[:NAMED]]
        if len(names) > NAMED:
            shown.append(self.word("more-rules", count=self.number(len(names) - NAMED)))
        return listed(shown, self.lang)

    def number(self, value: int) -> str:
        """A whole number."""
        return number(value, self.lang)

    def amount(self, value: Decimal) -> str:
        """A number with its decimals, if it has any."""
        whole, _, rest = f"{abs(value):f}".partition(".")
        rest = rest.rstrip("0")
        mark = "," if self.lang == "da" else "."
        sign = "-" if value < 0 else ""
        return f"{sign}{number(int(whole), self.lang)}{f'{mark}{rest}' if rest else ''}"

    def gap_name(self, code: str) -> str:
        """The name of a kind of gap."""
        return self.name(f"{BASE}gap/{code}")

    def severity(self, severity: str) -> str:
        """A severity inside a sentence."""
        return _SEVERITY[severity][0][self.lang]

    def gain(self, gain: Gain) -> str:
        """In what way somebody is better off, and by what."""
        said = self.word(f"gain-{gain.kind}", name=self.text(gain.name))
        if gain.bearer is None:
            return said
        return self.word("gain-of-bearer", gain=said, bearer=self.authority(gain.bearer))

    def counts(self) -> str:
        """How many gaps of each severity there are."""
        held = [one.gap.severity for one in self.numbered]
        return listed(
            [
                counted(held.count(severity), *_SEVERITY[severity], self.lang)
                for severity in SEVERITIES
                if severity in held
            ],
            self.lang,
        )

    @cached_property
    def numbered(self) -> list[NumberedGap]:
        """The gaps in order, numbered from 1."""
        same: dict[object, list[Gap]] = {}
        for gap in self.found.gaps:
            same.setdefault((gap.code, gap.message, gap.norm), []).append(gap)
        return [
            NumberedGap(place, first, tuple(also))
            for place, (first, *also) in enumerate(same.values(), 1)
        ]

    def where(self, wanted: Callable[[Gap], bool]) -> list[NumberedGap]:
        """The numbered gaps that something holds of."""
        return [one for one in self.numbered if wanted(one.gap)]

    def of_kind(self, *codes: str) -> list[NumberedGap]:
        """The numbered gaps of some kinds."""
        return self.where(lambda gap: gap.code in codes)

    def refer(self, numbered: Sequence[NumberedGap]) -> str:
        """A reference to numbered gaps, in a bracket after a sentence; nothing where there is
        none."""
        if not numbered:
            return ""
        numbers = listed([str(one.number) for one in numbered], self.lang)
        return f" ({self.word('point' if len(numbered) == 1 else 'points', numbers=numbers)})"
