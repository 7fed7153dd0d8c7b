"""Lines of fixed width, as a mapping describes them: each value by where it stands in its line.

A line of another length than it should have is left out and told by its number: where its values
stand is not known. Lines of several kinds are put together by their key.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from lovgraf.core.errors import InputError
from lovgraf.core.result import FIRST_ROWS
from lovgraf.readers import encodings
from lovgraf.readers.delimited import empty
from lovgraf.readers.described import FixedWidth
from lovgraf.readers.left_out import no_records
from lovgraf.readers.source import ROW, Request, Source, SourceForm, file_literal, quoted, run
from lovgraf.readers.spooled.numbered import Odd, open_numbered
from lovgraf.readers.temporary import full_disk

_CHUNK = 1 << 20
_LONGEST = 1_000_000
"""Characters after which a line must have ended."""
_BLANKS = " \0"
"""What fields are filled up with: blanks, and what mainframes call low values."""
_KEY = "lovgraf_key"


def open_fixed(request: Request, form: FixedWidth) -> Source:
    """Open a file of fixed width.

    Raises `InputError` for a file that is not in its encoding or has no records, lines without an
    end, and a record that has several lines of a kind from which a column comes.
    """
    encoding = _encoding(request, form)
    split = _Split(form, request)
    for lines, first in _batches(request, form, encoding):
        split.add(lines, first)
    split.finish()
    if not split.rows[form.records]:
        told = split.odd.told()
        raise no_records(told, request.name) if told else empty(request.name)
    several = form.several
    target = _together(request, form, split) if several else split.files[form.records]
    return open_numbered(
        request, target, SourceForm("fixed", encoding), split.odd.told(), several,
        (_KEY,) if several else (),
    )  # fmt: skip


# Text.


def _encoding(request: Request, form: FixedWidth) -> str:
    """The encoding of the file, known to Python. Raises `InputError`."""
    if form.encoding is None:
        found = encodings.sniff_encoding(request.path, request.name)
        if found == "latin-1":
            found = "windows-1252"
        if found == "windows-1252" and (line := encodings.mixed_line(request.path)) is not None:
            raise encodings.mixed(request.name, line)
        return found
    import ebcdic  # noqa: F401  (the code pages of mainframes)

    try:
        codecs.getincrementaldecoder(form.encoding)
        " ".encode(form.encoding)
    except LookupError:
        raise InputError(
            f"Tegnsættet {form.encoding} er ikke kendt.",
            f"The encoding {form.encoding} is not known.",
            request.name,
        ) from None
    return form.encoding


def _text(request: Request, encoding: str) -> Iterator[str]:
    """The text of a file, piece by piece; raises `InputError` with the line that is not in the
    encoding."""
    decoder = codecs.getincrementaldecoder(encoding)()
    mainframe, line, first = " ".encode(encoding) == b"\x40", 1, True
    for chunk in chain[encodings.Buffer](encodings.chunks(request.path), [b""]):
        try:
            text = decoder.decode(chunk, not chunk)
        except UnicodeDecodeError as error:
            line += error.object[: error.start].count(b"\n")
            raise encodings.wrong_encoding(request.name, encoding, line) from None
        if mainframe:
            text = text.replace("\x85", "\n")
        line += text.count("\n")
        yield text.removeprefix("\ufeff") if first else text
        first = first and not text


def _batches(request: Request, form: FixedWidth, encoding: str) -> Iterator[tuple[list[str], int]]:
    """Lines without their ends, and the number of the first of them."""
    rest, number = "", 1
    for text in _text(request, encoding):
        rest += text
        lines, rest = _cut(rest, form, request.name)
        if lines:
            yield lines, number
            number += len(lines)
    if rest:
        yield [rest.removesuffix("\r")], number


def _cut(text: str, form: FixedWidth, name: str) -> tuple[list[str], str]:
    """The whole lines of a text, and what is left."""
    if form.lines:
        *lines, rest = text.split("\n")
        if len(rest) > _LONGEST:
            raise _endless(name)
        return [line.removesuffix("\r") for line in lines], rest
    if "\n" in text or "\r" in text:
        raise InputError(
            "Filen har linjeskift, men mappingen siger, at den ingen har (lineTerminators).",
            "The file has line ends, but the mapping says that it has none (lineTerminators).",
            name,
        )
    size = next(iter(form.length.values()))
    whole = len(text) - len(text) % size
    return [text[at : at + size] for at in range(0, whole, size)], text[whole:]


def _endless(name: str) -> InputError:
    return InputError(
        "Filen har ingen linjeskift. Står posterne lige efter hinanden, så skriv lineTerminators: "
        "[] i dialect.",
        "The file has no line ends. If its records follow each other directly, write "
        "lineTerminators: [] in dialect.",
        name,
    )


# Values.


class _Split(Struct, dict=True):
    """Writes the values of each kind of lines into a file of their own, and counts the others."""

    form: FixedWidth
    request: Request
    files: dict[str | None, Path] = field(default_factory=dict)
    rows: dict[str | None, int] = field(default_factory=dict)
    odd: Odd = field(default_factory=Odd)
    _writers: dict[str | None, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        from pyarrow import parquet

        self._room = self.request.place.room()
        for number, kind in enumerate(self.form.kinds):
            self.files[kind] = self.request.place.file(f"fixed-{number}.parquet")
            self.rows[kind] = 0
            self._writers[kind] = parquet.ParquetWriter(self.files[kind], self._schema(kind))

    def _schema(self, kind: str | None) -> Any:
        import pyarrow as pa

        names = [column.header for column in self.form.of(kind)]
        keys = [(_KEY, pa.string())] if self.form.several else []
        return pa.schema([*((n, pa.string()) for n in names), *keys, (ROW, pa.int64())])

    def add(self, lines: Sequence[str], first: int) -> None:
        """Take in lines, the first of which has a number."""
        import pyarrow as pa
        import pyarrow.compute as pc

        texts = pa.array(lines, pa.large_string())
        numbers = pa.array(range(first, first + len(lines)), pa.int64())
        others = pa.array([True] * len(lines))
        kinds = None
        if self.form.kind is not None:
            span = self.form.kind
            kinds = pc.utf8_slice_codeunits(texts, span.start, span.end)
            short = pc.and_(pc.less(pc.utf8_length(texts), span.end), others)
            self._count("line-too-short", numbers.filter(short))
            others = pc.invert(short)
        for kind in self.form.kinds:
            own = others if kinds is None else pc.and_(others, pc.equal(kinds, kind))
            self._write(kind, texts.filter(own), numbers.filter(own))
            others = pc.and_(others, pc.invert(own))
        self._count("other-line", numbers.filter(others))

    def _write(self, kind: str | None, texts: Any, numbers: Any) -> None:
        import pyarrow as pa
        import pyarrow.compute as pc

        length, wanted = pc.utf8_length(texts), self.form.length[kind]
        long, short = pc.greater(length, wanted), pc.less(length, wanted)
        self._count("line-too-long", numbers.filter(long))
        sound = pc.invert(long)
        if not self.form.trimmed:
            self._count("line-too-short", numbers.filter(short))
            sound = pc.and_(sound, pc.invert(short))
        texts, numbers = texts.filter(sound), numbers.filter(sound)
        if not len(texts):
            return
        spans = [column.span for column in self.form.of(kind)]
        keys = [self.form.key] if self.form.key and self.form.several else []
        values = [_values(texts, span.start, span.end) for span in (*spans, *keys)]
        writer = self._writers[kind]
        writer.write_batch(pa.record_batch([*values, numbers], schema=writer.schema))
        self.rows[kind] += len(texts)
        if sum(path.stat().st_size for path in self.files.values()) > self._room:
            raise full_disk(self.request.name)

    def _count(self, reason: str, numbers: Any) -> None:
        self.odd.add(reason, numbers[:FIRST_ROWS].to_pylist(), len(numbers))

    def finish(self) -> None:
        """Have the files whole."""
        for writer in self._writers.values():
            writer.close()


def _values(texts: Any, start: int, end: int) -> Any:
    """A part of each line without what fills it up; NULL where nothing is left."""
    import pyarrow as pa
    import pyarrow.compute as pc

    values = pc.utf8_trim(pc.utf8_slice_codeunits(texts, start, end), _BLANKS)
    values = pc.if_else(pc.equal(values, ""), pa.scalar(None, values.type), values)
    return values.cast(pa.string())


# Several kinds of lines.


def _together(request: Request, form: FixedWidth, split: _Split) -> Path:
    """The records with the values of their other lines; counts the lines that belong to none."""
    read = {
        kind: f"read_parquet({file_literal(path, request.place)})"
        for kind, path in split.files.items()
    }
    records, target = read[form.records], request.place.file("fixed.parquet")
    chosen, joined = ["r.*"], ""
    for number, kind in enumerate(form.kinds[1:]):
        _refuse_several(request, read[kind], kind)
        chosen.append(f"k{number}.* EXCLUDE ({_KEY}, {ROW})")
        joined += f" LEFT JOIN {read[kind]} k{number} ON r.{_KEY} = k{number}.{_KEY}"
        ((count, rows),) = run(
            request,
            f"SELECT count(*), list({ROW} ORDER BY {ROW})[1:{FIRST_ROWS}] FROM {read[kind]} WHERE "
            f"{_KEY} IS NULL OR {_KEY} NOT IN (SELECT {_KEY} FROM {records} WHERE {_KEY} IS NOT "
            "NULL)",
        )
        split.odd.add("no-record", rows or [], count)
    run(
        request,
        f"COPY (SELECT {', '.join(chosen)} FROM {records} r{joined} ORDER BY r.{ROW}) "
        f"TO {quoted(str(target))} (FORMAT parquet)",
    )
    return target


def _refuse_several(request: Request, read: str, kind: str | None) -> None:
    """Refuse two lines of a kind that belong to the same record: which counts nobody can know."""
    found = run(
        request,
        f"SELECT min({ROW}), max({ROW}) FROM {read} WHERE {_KEY} IS NOT NULL GROUP BY {_KEY} "
        "HAVING count(*) > 1 ORDER BY 1 LIMIT 1",
    )
    if found:
        ((first, last),) = found
        raise InputError(
            f"Flere linjer af slagsen {kind} har samme nøgle (fx linje {first} og {last}), og kun "
            "en kan gælde; tag de andre ud, eller lad kolonnerne fra den slags ude af mappingen.",
            f"Several lines of the kind {kind} have the same key (lines {first} and {last}, say), "
            "and only one can count; take the others out, or leave the columns of that kind out "
            "of the mapping.",
            request.name,
        )
