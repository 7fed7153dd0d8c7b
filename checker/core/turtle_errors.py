"""What the Turtle parser says is wrong, in both languages."""

from __future__ import annotations

import re

from lovgraf.core.terms import Text

_SAYINGS = (
    (
        r"Unexpected end(?: of file)?",
        "filen slutter, før sætningen gør; der mangler et punktum, et anførselstegn eller en "
        "parentes",
        "the file ends before the statement does; a full stop, a quotation mark or a bracket is "
        "missing",
    ),
    (
        r"The prefix (?P<what>\S+) has not been declared",
        "præfikset {what} er ikke angivet; skriv @prefix {what} <...> . øverst i filen",
        "the prefix {what} has not been declared; write @prefix {what} <...> . at the top",
    ),
    (
        r"(?P<what>.+) is not a valid subject or graph name",
        "{what} kan ikke begynde en sætning; måske mangler et punktum, semikolon eller komma før",
        "{what} is not a valid subject; perhaps a full stop, semicolon or comma is missing before",
    ),
    (
        r"(?P<what>.+) is not a valid predicate",
        "{what} kan ikke være en egenskab",
        "{what} is not a valid predicate",
    ),
    (
        r"(?P<what>.+) is not a valid RDF object",
        "{what} kan ikke være en værdi",
        "{what} is not a valid RDF object",
    ),
    (
        r"blank node property lists should end with a '\]'",
        "der mangler en ]",
        "a ] is missing",
    ),
    (
        r"Expecting a datatype IRI after \^\^, found (?P<what>.+)",
        "efter ^^ skal der stå en datatype, ikke {what}",
        "a datatype is expected after ^^, not {what}",
    ),
    (
        r"A language code should always start with a letter",
        "efter @ skal der stå et sprog, fx @da",
        "a language is expected after @, such as @da",
    ),
    (
        r"The PREFIX keyword should be followed by a prefix like 'ex:'",
        "efter @prefix skal der stå et præfiks, fx core:",
        "a prefix such as core: is expected after @prefix",
    ),
    (
        r"Invalid IRI code point '(?P<what>.+)'",
        "tegnet »{what}« kan ikke stå i en IRI",
        'the character "{what}" cannot stand in an IRI',
    ),
    (
        r"Unexpected escape character '(?P<what>.+)'",
        "{what} er ikke et tegn, der kan skrives med omvendt skråstreg",
        "{what} is not a character that can be written with a backslash",
    ),
)


def reason_of(error: SyntaxError) -> Text:
    """The parser's reason without the place; what it has no words for here is quoted."""
    message = error.msg
    said = message.split(": ", 1)[1] if message.startswith("Parser error") else message
    for pattern, danish, english in _SAYINGS:
        if found := re.fullmatch(pattern, said, re.DOTALL):
            parts = found.groupdict()
            return Text(danish.format(**parts), english.format(**parts))
    return Text(f"her står noget andet, end der kan stå ({said})", said)
