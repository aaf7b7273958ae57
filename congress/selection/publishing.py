"""The version of an answer for strangers: published.json, pool.csv and rules.toml."""

import csv
import io
import json
import zipfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlmodel import Session

from congress import audit
from congress.core.errors import NotFound, Rejected
from congress.core.roles import Viewer
from congress.selection import faults, files, service
from optimizer import publishing, verify
from optimizer.problem import Faulty, Pool, Rules

NAMES = ("published.json", "pool.csv", "rules.toml")


def publish(
    session: Session, congress_id: int, selection_id: int, *, by: Viewer, at: datetime
) -> bytes:
    """Give the version of a run for strangers as one file, and record who took it.

    Raises ``selection_stale`` once nominees are others than those of the run, and
    ``rules_column_private`` for rules that point at somebody.
    """
    selection = service.run(session, congress_id, selection_id)
    if not selection.result:
        raise NotFound
    pool, rules = service.problem_of(session, selection)
    try:
        content = zipped(pool, rules, selection.result)
    except Faulty as error:
        raise Rejected.because([faults.worded(fault) for fault in error.faults]) from None
    audit.record(session, "selection.published", f"selection:{selection_id}", by=by, at=at)
    return content


def zipped(pool: Pool, rules: Rules, told: Mapping[str, Any]) -> bytes:
    """Give the three files as one; raises ``Faulty`` with ``column_private``."""
    packed = io.BytesIO()
    with TemporaryDirectory() as folder:
        write(Path(folder), pool, rules, told)
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in NAMES:
                archive.write(Path(folder) / name, name)
    return packed.getvalue()


def write(folder: Path, pool: Pool, rules: Rules, told: Mapping[str, Any]) -> dict[str, Any]:
    """Write the three files and give the published answer, checked as a stranger would.

    ``told`` is a whole answer that holds. Raises ``Faulty`` with ``column_private``.
    """
    shown = publishing.table(pool, rules)
    json_path, pool_path, rules_path = (folder / name for name in NAMES)
    with pool_path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(shown)
        writer.writerows(zip(*shown.values(), strict=True))
    rules_path.write_text(rules.text, encoding="utf-8", newline="\n")
    known = publishing.known_terms(pool, shown)
    public = files.read(pool_path).pool(known)
    public_rules = files.read_rules(rules_path, public)
    assert public_rules is not None
    pseudonym = publishing.pseudonyms(pool)
    answer = publishing.answer(told, pseudonym, public, public_rules, publishing.alike(shown))
    verify.require_told(public, public_rules, answer)
    text = json.dumps(answer, ensure_ascii=False, indent=1)
    json_path.write_text(text + "\n", encoding="utf-8")
    return answer
