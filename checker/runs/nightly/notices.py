"""What a run tells: a few lines to read, a line of JSON for each dataset, mail, a call.

None of it holds anything of a record: causes tell what is wrong, never of whom.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import re
import smtplib
import ssl
import sys
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import urlsplit

from lovgraf.core.errors import InputError
from lovgraf.core.safe import plain
from lovgraf.core.terms import Lang, Text, relative
from lovgraf.reports.phrases import number, verdict_name
from lovgraf.reports.read import not_read_lines
from lovgraf.runs.nightly.kept import Kept
from lovgraf.runs.nightly.run import DatasetRun, Nightly
from lovgraf.runs.nightly.settings import MailSettings, Settings, WebhookSettings

_SECONDS = 30
_MOST = 20
"""How many causes of a dataset are told."""
_SAID = {
    "failed": Text("{dataset}: kan ikke bruges. {error}", "{dataset}: cannot be used. {error}"),
    "first": Text(
        "{dataset}: første kørsel, {records} registreringer, {count} fund.",
        "{dataset}: first run, {records} records, {count} findings.",
    ),
    "again": Text(
        "{dataset}: {records} registreringer. Fund: {appeared} nye, {gone} væk, {still} stadig.",
        "{dataset}: {records} records. Findings: {appeared} new, {gone} gone, {still} still there.",
    ),
    "cause": Text(
        "  {verdict}: {appeared} nye, {gone} væk, {still} stadig{owner}: {message}",
        "  {verdict}: {appeared} new, {gone} gone, {still} still there{owner}: {message}",
    ),
    "law": Text(
        "    af de nye skyldes {by_law} loven, {by_data} data; af dem, der er væk, {gone_law} og "
        "{gone_data}",
        "    of the new {by_law} are due to the law, {by_data} to the data; of the gone {gone_law} "
        "and {gone_data}",
    ),
    "counted": Text(
        "  Kun talt, ikke kendt igen: der kan være flere nye og lige så mange flere væk.",
        "  Only counted, not known again: there may be more new, and as many more gone.",
    ),
    "gone-open": Text(
        "  Af dem, der er væk, er {count} ikke rettet, men uvisse nu: data siger ikke længere, om "
        "reglen er overholdt.",
        "  Of the gone {count} were not mended but are open now: the data no longer tell whether "
        "the rule is complied with.",
    ),
    "gone-left": Text(
        "  Af dem, der er væk, hører {count} til registreringer, som ikke er i udtrækket længere.",
        "  Of the gone {count} are of records that are no longer in the extract.",
    ),
    "fewer": Text(
        "  {count} registreringer færre end sidst ({before}).",
        "  {count} records fewer than last time ({before}).",
    ),
    "beside": Text(
        "  Data: {flaws} fejl, {unread} rækker, der ikke kunne læses. Se rapporten.",
        "  Data: {flaws} errors, {unread} rows that could not be read. See the report.",
    ),
    "files": Text(
        "  Filer, der var der sidst og ikke er der nu: {files}.",
        "  Files that were there last time and are not there now: {files}.",
    ),
    "resettled": Text(
        "  Indstillingerne er ændret siden sidst (hvad der tæller som fund, eller hvordan data "
        "læses): nye fund, og fund, der er væk, kan skyldes det og ikke data.",
        "  The settings were changed since last time (what counts as a finding, or how the data "
        "are read): what is new or gone may come of that and not of the data.",
    ),
    "blank": Text(
        "  Kolonner, der havde værdier sidst, er tomme i alle rækker: {columns}.",
        "  Columns that had values last time are blank in all rows: {columns}.",
    ),
    "later": Text(
        "  Historikken har en kørsel, der begyndte {later}, senere end denne: uret var foran, "
        "eller er bagud nu. Der er sammenlignet med den kørsel, der sidst blev lavet.",
        "  The history has a run that began {later}, later than this: the clock was ahead then, or "
        "is behind now. What is compared is the run that was made last.",
    ),
    "forgotten": Text(
        "{count} kørsler, der var ældre end retention_days, er slettet af historikken.",
        "{count} runs that were older than retention_days were removed from the history.",
    ),
    "undecided": Text(
        "  Ikke afgjort: {count} udfald, hvoraf {possible} kan være brud.{lacking}",
        "  Not decided: {count} verdicts, of which {possible} may be breaches.{lacking}",
    ),
    "lacking": Text(
        " Reglerne bruger, og filen mangler: {columns}.",
        " The rules need, and the file lacks: {columns}.",
    ),
    "more": Text("  og {count} årsager til", "  and {count} causes more"),
    "report": Text("  Rapport: {path}", "  Report: {path}"),
    "subject": Text(
        "Lovgraf: {appeared} nye fund, {gone} væk{failed}",
        "Lovgraf: {appeared} new findings, {gone} gone{failed}",
    ),
    "subject-failed": Text(", {count} datasæt fejlede", ", {count} datasets failed"),
}


_COUNTS = ("count", "appeared", "gone", "gone_open", "gone_left", "still")


def _say(key: str, lang: Lang, **values: str) -> str:
    return _SAID[key][lang].format(**values)


def as_text(
    nightly: Nightly, settings: Settings, lang: Lang, outside: bool = False
) -> Iterator[str]:
    """What a run found, a few lines for each dataset; where it goes `outside` of this machine,
    without the paths of its folders."""

    def place(path: Path) -> str:
        return below(path, settings) if outside else str(path)

    for one in nightly.datasets:
        for line in _dataset(one, place, lang):
            yield f"{plain(without_places(line) if outside else line)}\n"
    if nightly.forgotten:
        yield f"{_say('forgotten', lang, count=number(nightly.forgotten, lang))}\n"


def below(path: Path, settings: Settings) -> str:
    """Where a report lies in the folder of the runs."""
    return path.relative_to(settings.keep).as_posix()


_FOLDERS = re.compile(r"(?<![\w:/.])(?:[A-Za-z]:)?[/\\](?:[^\s/\\:;,\"'»«]+[/\\])+")
"""The folders before the name of a file, as messages have them; no address of a store."""


def without_places(text: str) -> str:
    """A text with the names of files without the folders that they lie in.

    >>> without_places("/srv/registre/p.csv: cannot be read; see s3://bucket/x/p.csv")
    'p.csv: cannot be read; see s3://bucket/x/p.csv'
    """
    return _FOLDERS.sub("", text)


def _dataset(one: DatasetRun, place: Callable[[Path], str], lang: Lang) -> Iterator[str]:
    if one.error is not None:
        yield _say("failed", lang, dataset=one.dataset, error=one.error[lang])
        return
    counts = {
        name: number(one.total(name), lang) for name in ("count", "appeared", "gone", "still")
    }
    records = number(one.rows[0].records, lang)
    key = "first" if one.first else "again"
    yield _say(key, lang, dataset=one.dataset, records=records, **counts)
    yield from _told_beside(one, lang)
    if any(row.listed and row.still and not row.matched for row in one.rows):
        yield _say("counted", lang)
    changed = [row for row in one.rows if row.listed and (row.appeared or row.gone)]
    changed.sort(key=lambda row: -(row.appeared or 0))
    for row in changed[:_MOST]:
        yield from _cause(row, lang)
    if len(changed) > _MOST:
        yield _say("more", lang, count=number(len(changed) - _MOST, lang))
    for path in one.files[:1]:
        yield _say("report", lang, path=place(path))


def _told_beside(one: DatasetRun, lang: Lang) -> Iterator[str]:
    """What else of a run may not be passed over."""
    for name, key in (("gone_open", "gone-open"), ("gone_left", "gone-left")):
        if count := one.total(name):
            yield _say(key, lang, count=number(count, lang))
    whole = one.rows[0]
    before = one.before.records if one.before else 0
    if before > whole.records:
        fewer = number(before - whole.records, lang)
        yield _say("fewer", lang, count=fewer, before=number(before, lang))
    if one.missing_files:
        yield _say("files", lang, files=", ".join(one.missing_files))
    for said in not_read_lines(one.not_read):
        yield f"  {said[lang]}"
    if one.blank:
        yield _say("blank", lang, columns=", ".join(one.blank))
    if one.resettled:
        yield _say("resettled", lang)
    if one.undecided:
        columns, possible = one.lacking[lang], number(whole.possible or 0, lang)
        lacks = _say("lacking", lang, columns=columns) if columns else ""
        told = number(one.undecided, lang)
        yield _say("undecided", lang, count=told, possible=possible, lacking=lacks)
    beside = {name: getattr(whole, name) or 0 for name in ("flaws", "unread")}
    if any(beside.values()):
        yield _say("beside", lang, **{name: number(n, lang) for name, n in beside.items()})
    if one.later is not None:
        yield _say("later", lang, later=f"{one.later:%Y-%m-%d %H:%M UTC}")


def _cause(row: Kept, lang: Lang) -> Iterator[str]:
    yield _say(
        "cause", lang, verdict=verdict_name(row.verdict or "", lang),
        appeared=number(row.appeared or 0, lang), gone=number(row.gone or 0, lang),
        still=number(row.still or 0, lang),
        owner=f" ({row.owner_da if lang == 'da' else row.owner_en})" if row.owner else "",
        message=(row.message_da if lang == "da" else row.message_en) or "",
    )  # fmt: skip
    if row.by_law or row.gone_by_law:
        by_law, gone_law = row.by_law or 0, row.gone_by_law or 0
        yield _say(
            "law", lang, by_law=number(by_law, lang),
            by_data=number((row.appeared or 0) - by_law, lang), gone_law=number(gone_law, lang),
            gone_data=number((row.gone or 0) - gone_law, lang),
        )  # fmt: skip


def as_json(one: DatasetRun, nightly: Nightly) -> dict[str, Any]:
    """What a run found of a dataset, as the log and the call have it."""
    told: dict[str, Any] = {
        "time": datetime.now(UTC).isoformat(timespec="seconds"),
        "run": nightly.run.isoformat(),
        "dataset": one.dataset,
        "level": "info" if one.error is None else "error",
        "event": "checked" if one.error is None else "failed",
        "seconds": one.seconds,
    }
    if one.error is not None:
        return {**told, "error": one.error.as_dict()}
    whole = one.rows[0]
    causes = [
        {
            "cause": row.cause, "norm": relative(row.norm or ""), "verdict": row.verdict,
            "owner": row.owner, "count": row.count, "appeared": row.appeared, "gone": row.gone,
            "still": row.still, "by_law": row.by_law, "gone_by_law": row.gone_by_law,
            "gone_open": row.gone_open, "gone_left": row.gone_left,
            "since": row.since.isoformat() if row.since else None, "matched": row.matched,
        }
        for row in one.rows
        if row.listed
    ]  # fmt: skip
    return {
        **told,
        "as_of": whole.as_of.isoformat(),
        "records": whole.records,
        "law_sha256": whole.law_sha256,
        "first": one.first,
        **{name: one.total(name) for name in _COUNTS},
        "records_before": one.before.records if one.before else None,
        "suspicious": one.suspicious,
        "missing_files": list(one.missing_files),
        "blank_columns": list(one.blank),
        "files_not_read": sorted({other.file for other in one.not_read}),
        "settings_changed": one.resettled,
        "possible_breaches": whole.possible,
        "data_errors": whole.flaws,
        "rows_unread": whole.unread,
        "undecided": one.undecided,
        "causes": causes,
        "reports": [str(path) for path in one.files],
    }


def write_log(nightly: Nightly, settings: Settings) -> None:
    """Add a line for each dataset to the log. Raises `InputError` where it cannot be written."""
    lines = [
        json.dumps(as_json(one, nightly), ensure_ascii=False) + "\n" for one in nightly.datasets
    ]
    if settings.log is None:
        sys.stderr.writelines(lines)
        return
    try:
        with open(settings.log, "a", encoding="utf-8", opener=_private) as stream:
            stream.writelines(lines)
    except OSError:
        raise InputError(
            "Loggen kan ikke skrives; vælg et andet sted med log.",
            "The log cannot be written; choose another place by log.",
            settings.log.name,
        ) from None


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def tell(nightly: Nightly, settings: Settings) -> None:
    """Send mail and make the call, each where the settings ask for it now.

    Raises `InputError` where one could not be sent; the other is sent all the same.
    """
    failed: InputError | None = None
    for wanted, send in ((settings.mail, _mail), (settings.webhook, _call)):
        if wanted is not None and _due(wanted.on, nightly):
            try:
                send(nightly, settings)
            except InputError as error:
                failed = failed or error
    if failed is not None:
        raise failed


def _due(on: str, nightly: Nightly) -> bool:
    """Whether a run is to be told of."""
    if on == "always" or nightly.failed:
        return True
    changed = any(one.changed for one in nightly.datasets)
    return nightly.found("new") or (on == "change" and changed)


def _secret(name: str | None, key: str) -> str | None:
    """What an environment variable holds that the settings name."""
    if name is None:
        return None
    found = os.environ.get(name)
    if found is None:
        raise InputError(
            f"Miljøvariablen, som {key} nævner, er ikke sat.",
            f"The environment variable that {key} names is not set.",
        )
    return found


def message_of(nightly: Nightly, settings: Settings, mail: MailSettings) -> EmailMessage:
    """The mail about a run."""
    lang = settings.lang
    failed = sum(one.error is not None for one in nightly.datasets)
    totals = {
        name: number(sum(one.total(name) for one in nightly.datasets), lang)
        for name in ("appeared", "gone")
    }
    told = _say("subject-failed", lang, count=number(failed, lang)) if failed else ""
    message = EmailMessage()
    message["Subject"] = _say("subject", lang, failed=told, **totals)
    message["From"], message["To"] = mail.sender, ", ".join(mail.to)
    message["Date"] = nightly.run
    message["Auto-Submitted"] = "auto-generated"
    message.set_content("".join(as_text(nightly, settings, lang, outside=not mail.paths)))
    return message


def _mail(nightly: Nightly, settings: Settings) -> None:
    mail = settings.mail
    assert mail is not None
    password = _secret(mail.password_env, "mail.password_env")
    message = message_of(nightly, settings, mail)
    context = ssl.create_default_context()
    try:
        if mail.security == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                mail.host, mail.port or 465, timeout=_SECONDS, context=context
            )
        else:
            port = mail.port or (587 if mail.security == "starttls" else 25)
            server = smtplib.SMTP(mail.host, port, timeout=_SECONDS)
        with server:
            if mail.security == "starttls":
                server.starttls(context=context)
            if mail.user is not None:
                server.login(mail.user, password or "")
            server.send_message(message)
    except (OSError, smtplib.SMTPException) as error:
        kind = type(error).__name__
        raise InputError(
            f"Mailen kan ikke sendes ({kind}); se mail i {settings.file}.",
            f"The mail cannot be sent ({kind}); see mail in {settings.file}.",
        ) from None


class _Stay(urllib.request.HTTPRedirectHandler):
    """Follows nobody elsewhere: what is told is for the address that the settings name."""

    def redirect_request(self, *_: object) -> None:
        return None


def _call(nightly: Nightly, settings: Settings) -> None:
    webhook = settings.webhook
    assert webhook is not None
    request = _request(nightly, settings, webhook)
    try:
        with urllib.request.build_opener(_Stay).open(request, timeout=_SECONDS):
            return
    except (URLError, OSError, ValueError) as error:
        kind = str(getattr(error, "code", type(error).__name__))
        raise InputError(
            f"Kaldet lykkedes ikke ({kind}); se webhook i {settings.file}.",
            f"The call did not succeed ({kind}); see webhook in {settings.file}.",
        ) from None


def _for_others(one: DatasetRun, nightly: Nightly, settings: Settings) -> dict[str, Any]:
    """What a run found of a dataset, as it leaves this machine: reports by where they lie in the
    folder of the runs."""
    told = as_json(one, nightly)
    if "reports" in told:
        told["reports"] = [below(path, settings) for path in one.files]
    if one.error is not None:
        told["error"] = {lang: without_places(text) for lang, text in told["error"].items()}
    return told


def _request(
    nightly: Nightly, settings: Settings, webhook: WebhookSettings
) -> urllib.request.Request:
    """The call: JSON, signed with the key that an environment variable holds."""
    parts = urlsplit(webhook.url)
    with suppress(ValueError):
        if parts.scheme == "http" and parts.hostname not in ("localhost", "127.0.0.1", "::1"):
            raise InputError(
                "webhook.url skal begynde med https://, når den ligger på en anden maskine.",
                "webhook.url must begin with https:// where it is another machine's.",
            )
    told = {
        "run": nightly.run.isoformat(),
        "datasets": [_for_others(one, nightly, settings) for one in nightly.datasets],
    }
    body = json.dumps(told, ensure_ascii=False).encode()
    headers = {"Content-Type": "application/json; charset=utf-8", "User-Agent": "lovgraf"}
    key = _secret(webhook.secret_env, "webhook.secret_env")
    if key is not None:
        signature = hmac.new(key.encode(), body, hashlib.sha256).hexdigest()
        headers["X-Lovgraf-Signature"] = f"sha256={signature}"
    return urllib.request.Request(webhook.url, body, headers, method="POST")
