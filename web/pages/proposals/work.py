"""The assessment of a proposal, in a process of its own.

The job's folder gets the assessment as JSON, as Turtle, and as documents in both languages. The
same proposal on the same law is not assessed twice: what was found is kept, by content, beside the
jobs.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from lovgraf_web.jobs.settings import replace as write
from lovgraf_web.jobs.work import Job
from lovgraf_web.pages.dataset.work import MAPPING, told_without_path

if TYPE_CHECKING:
    from lovgraf.law import Law
    from lovgraf.proposals.assess import Assessment

PROPOSAL, FOUND, REPAIRS, RESULT = "proposal.ttl", "assessment.json", "repairs.json", "result"
SECTIONS = "sections.json"
"""Parts of the document that the page shows too, and whom each gap strikes line by line."""
FORMS = {"docx": ".docx", "html": ".html", "md": ".md", "text": ".txt"}
"""Documents of an assessment, each in both languages, with the ending of its file."""
_KEPT = 50
_KEEP = "assessments"


def assess(job: Job) -> None:
    """Assess the proposal in the folder. What was asked: `as_of` (None: the proposal's own day),
    `dataset` where a file in the folder is to be counted: what is found is then not kept."""
    from lovgraf.law import load_law
    from lovgraf.law.presumptions import profile_of
    from lovgraf.proposals.assess import DatasetFile
    from lovgraf.proposals.assess import assess as run
    from lovgraf.proposals.proposal import proposal_of

    job.tell(None, "Læser loven og forslaget", "Reading the law and the proposal")
    law, text = load_law(), (job.folder / PROPOSAL).read_text("utf-8")
    kept = job.folder.parent / _KEEP / _digest(law, text, job.asked["as_of"])
    result = job.folder / RESULT
    shutil.rmtree(result, ignore_errors=True)
    dataset = job.asked.get("dataset")
    if dataset is None and (kept / FOUND).exists():
        shutil.copytree(kept, result)
        return
    day = date.fromisoformat(job.asked["as_of"]) if job.asked["as_of"] else None
    job.tell(None, "Spørger alle tænkelige borgere", "Asking every possible citizen")
    proposals = [proposal_of(text, PROPOSAL)]
    if dataset is None:
        found = run(law, proposals, as_of=day, repairs=True)
    else:
        path = job.folder / dataset["file"]
        profile = profile_of(law.graph, law.facts, "register")
        given = DatasetFile(path, job.folder / MAPPING, dataset["type"], profile=profile)
        counted = told_without_path(
            lambda: run(law, proposals, as_of=day, repairs=True, dataset=given), path
        )
        found = replace(counted, dataset=dataset["shown"])
    job.tell(None, "Skriver vurderingen", "Writing the assessment")
    result.mkdir()
    _write(found, result)
    if dataset is None:
        _keep(result, kept)


def _digest(law: Law, text: str, as_of: str | None) -> str:
    """What the assessment depends on: the program, the law, the proposal, the day."""
    import lovgraf

    found = hashlib.sha256()
    for path in sorted(Path(lovgraf.__path__[0]).rglob("*.py")):
        found.update(path.read_bytes())
    for part in (law.source.digest, text, as_of or ""):
        found.update(f"{len(part)}:{part}".encode())
    return found.hexdigest()


def _write(found: Assessment, folder: Path) -> None:
    from lovgraf.reports.assessment import as_json, docx, html, markdown, text, turtle
    from lovgraf.reports.assessment.document import document
    from lovgraf_web.pages.proposals.assessment_parts import parts
    from lovgraf_web.texts import LANGUAGES

    for lang in LANGUAGES:
        whole = document(found, lang)
        pieces: dict[str, Iterable[str]] = {
            "html": html.write(whole), "md": markdown.write(whole), "text": text.write(whole),
        }  # fmt: skip
        for form, made in pieces.items():
            write(folder / f"document.{lang}{FORMS[form]}", "".join(made))
        (folder / f"document.{lang}{FORMS['docx']}").write_bytes(docx.write(whole))
    write(folder / "assessment.ttl", "".join(turtle.write(found)))
    repairs = [[repair.proposal for repair in gap.repairs] for gap in found.gaps]
    write(folder / REPAIRS, json.dumps(repairs))
    write(folder / SECTIONS, json.dumps(parts(found)))
    write(folder / FOUND, "".join(as_json.write(found)))


def _keep(result: Path, kept: Path) -> None:
    """Keep a result for the next time, and drop the oldest of many."""
    kept.parent.mkdir(mode=0o700, exist_ok=True)
    making = kept.with_name(f".{kept.name}.{result.parent.name}")
    shutil.copytree(result, making)
    if kept.exists():
        shutil.rmtree(making, ignore_errors=True)
    else:
        making.rename(kept)
    known = sorted(kept.parent.iterdir(), key=lambda path: path.stat().st_mtime)
    for path in known[:-_KEPT]:
        shutil.rmtree(path, ignore_errors=True)
