"""Texts of the pages that answer a question."""

from __future__ import annotations

from lovgraf.core.terms import Text

TEXTS: dict[str, Text] = {
    "citizen-title": Text("Få svar på et spørgsmål", "Have a question answered"),
    "citizen-intro": Text(
        "Vælg et spørgsmål. Som regel er et til syv korte svar nok, og du må gerne svare »ved "
        "ikke«.",
        "Choose a question. One to seven short answers are mostly enough, and you may say that you "
        "do not know.",
    ),
    "questions-of": Text("Spørgsmål fra {who}", "Questions of {who}"),
    "questions-others": Text("Spørgsmål fra andre", "Questions of others"),
    "all-rules": Text("Alle regler for personen", "All rules for this person"),
    "all-rules-intro": Text(
        "Vil du hellere se alt, hvad reglerne siger om én person?",
        "Would you rather see all that the rules say of one person?",
    ),
    "no-such-question": Text(
        "Det spørgsmål er der ikke. Vælg et på siden om borgere.",
        "There is no such question. Choose one on the page of citizens.",
    ),
    "this-question": Text("spørgsmålet", "the question"),
    "choose-another-date": Text("Vælg en anden dato.", "Choose another date."),
    "question-number": Text("Spørgsmål {number}", "Question {number}"),
    "question-most": Text("(sjældent flere end syv)", "(seldom more than seven)"),
    "why-asked": Text("Hvorfor spørger vi?", "Why do we ask?"),
    "choose": Text("Vælg", "Choose"),
    "go-on": Text("Fortsæt", "Continue"),
    "go-on-asking": Text("Svar på flere spørgsmål", "Answer more questions"),
    "go-back": Text("Tilbage", "Back"),
    "do-not-know": Text("Jeg ved det ikke", "I do not know"),
    "all-on-one": Text("Alle oplysninger på én side", "All facts on one page"),
    "one-by-one": Text("Ét spørgsmål ad gangen", "One question at a time"),
    "all-intro": Text(
        "Udfyld det, du ved. Et tomt felt er ukendt og tæller aldrig som nej.",
        "Fill in what you know. An empty field is unknown and never counts as no.",
    ),
    "update-answer": Text("Opdater svaret", "Update the answer"),
    "see-answer": Text("Se svaret", "See the answer"),
    "answer-now": Text("Svaret lige nu", "The answer so far"),
    "turns-on": Text("Det afhænger af", "It turns on"),
    "and-more": Text("og {count} til", "and {count} more"),
    "presumed-so-far": Text("Formodet indtil videre: {count}", "Presumed so far: {count}"),
    "your-answers": Text("Dine svar", "Your answers"),
    "check-answers": Text("Tjek dine svar", "Check your answers"),
    "change": Text("Ret", "Change"),
    "answer-in-full": Text("Svaret i sin helhed", "The answer in full"),
    "not-here": Text("Regler, der ikke gælder her", "Rules that do not apply here"),
    "more-to-do": Text("Flere regler om det", "More rules on it"),
    "answer-unknown": Text("ved ikke", "not known"),
    "answer-never": Text("det er ikke sket", "it did not happen"),
    "answer-unread": Text("kan ikke læses", "cannot be read"),
    "answer-empty": Text(
        "Vælg eller skriv et svar, eller tryk »Jeg ved det ikke«.",
        'Choose or write an answer, or press "I do not know".',
    ),
    "see-also": Text("Se også:", "See also:"),
    "part-of-day": Text(
        "Kender du kun året eller måneden (fx 1948 eller 1948-05)?",
        "Do you know the year or the month alone (such as 1948 or 1948-05)?",
    ),
    "press-once": Text(
        "Svaret kan tage op til et halvt minut. Tryk kun én gang.",
        "The answer can take up to half a minute. Press once only.",
    ),
    "answer-made": Text("Svaret bliver regnet ud …", "The answer is being worked out …"),
    "answer-failed": Text(
        "Siden kunne ikke hentes. Dit svar er her endnu; prøv igen.",
        "The page could not be had. Your answer is still here; try again.",
    ),
    "answers-private": Text(
        "Svarene gemmes ikke på serveren og står hverken i adressen eller i en log.",
        "Your answers are not kept on the server, and are neither in the address nor in a log.",
    ),
    "presumed-intro": Text(
        "Det følgende er ikke oplyst, men lagt til grund. Ret det, der ikke passer.",
        "What follows was not stated but presumed. Change what does not fit.",
    ),
    "rebutted-by": Text("Det kan afkræftes:", "It can be rebutted:"),
    "say-otherwise": Text("Det passer ikke", "That is not so"),
    "notes-on-answer": Text("Om beregningen", "On the calculation"),
    "what-next": Text("Gå videre", "Go on"),
    "asked-for": Text("Hvem spørger du for?", "Whom do you ask for?"),
    "asked-for-self": Text("mig selv", "myself"),
    "letter-docx": Text("Hent som brev (Word)", "Download as a letter (Word)"),
    "letter-html": Text("Hent som brev (HTML)", "Download as a letter (HTML)"),
    "other-rules": Text("Andre regler gælder måske også:", "Other rules may apply as well:"),
    "another-question": Text("Vælg et andet spørgsmål", "Choose another question"),
}
