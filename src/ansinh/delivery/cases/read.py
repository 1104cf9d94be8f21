"""The kept file is opened in a child process and its rows are stored as read; a file that cannot be read is refused in words."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.db import connection

from ansinh.delivery.cases.keep import path_of
from ansinh.delivery.cases.models import Upload, UploadRow
from ansinh.delivery.cases.procedure import local_day
from ansinh.delivery.evidence.record import act
from ansinh.delivery.offices.keys import new_key
from ansinh.delivery.offices.scope import acting, actor_of
from ansinh.papers.lists.refusals import ListRefused
from ansinh.papers.lists.sandbox import read_in_child

if TYPE_CHECKING:
    import uuid
    from collections.abc import Mapping
    from datetime import datetime

    from ansinh.delivery.offices.models import Officer
    from ansinh.papers.lists.reading import ListReading

MEMORY_BYTES = 1024 * 1024 * 1024
SECONDS = 120


def read(upload_id: uuid.UUID, *, by: Officer, at: datetime) -> Upload:
    """Read an upload that waits to be read; one already read stays as it is. The child's work holds no lock and no transaction."""
    with acting(by):
        upload = Upload.objects.select_related("file", "office").get(pk=upload_id)
    if upload.state != Upload.State.READING:
        return upload
    try:
        reading = read_in_child(path_of(upload.file), policy=upload.policy, today=local_day(at), memory_bytes=MEMORY_BYTES, seconds=SECONDS)
    except ListRefused as refusal:
        return _finish(upload_id, by=by, at=at, state=Upload.State.REFUSED, summary={"refused": refusal.code, "message": refusal.message})
    return _finish(upload_id, by=by, at=at, state=Upload.State.READ, summary=_summary(reading), reading=reading)


def _finish(upload_id: uuid.UUID, *, by: Officer, at: datetime, state: str, summary: Mapping[str, Any], reading: ListReading | None = None) -> Upload:
    with acting(by), act(actor_of(by), "cases.read", at=at, province=by.office.province) as deed:
        upload = Upload.objects.select_for_update(of=("self",)).get(pk=upload_id)
        if upload.state != Upload.State.READING:
            return upload
        if reading is not None:
            _store_rows(upload, reading)
        upload.state, upload.read_at, upload.summary = state, at, dict(summary)
        upload.save(update_fields=["state", "read_at", "summary"])
        deed.event("upload", upload, before={"state": "reading"}, after={"state": str(state), "totals": upload.summary.get("totals")})
        return upload


def _summary(reading: ListReading) -> dict[str, Any]:
    document = reading.as_json()
    people = {(row["sheet"], row["row"]) for row in document["rows"]}
    whole = [problem for problem in document["problems"] if (problem["sheet"], problem.get("row")) not in people]
    return {"sheets": document["sheets"], "skipped": document["skipped"], "totals": document["totals"], "problems": whole}


def _store_rows(upload: Upload, reading: ListReading) -> None:
    problems: dict[tuple[str, int], list[Any]] = {}
    document = reading.as_json()
    for problem in document["problems"]:
        if problem.get("row") is not None:
            problems.setdefault((problem["sheet"], problem["row"]), []).append(problem)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '300s'")
        cursor.execute("DROP TABLE IF EXISTS rows_read")
        cursor.execute("CREATE TEMPORARY TABLE rows_read (id uuid, sheet text, row integer, data jsonb, problems jsonb, state text) ON COMMIT DROP")
        with cursor.cursor.copy("COPY rows_read FROM STDIN") as copy:
            for row in document["rows"]:
                found = problems.get((row["sheet"], row["row"]), [])
                state = UploadRow.State.UNDECIDED if any(problem["severity"] == "error" for problem in found) else UploadRow.State.READY
                copy.write_row((new_key(), row["sheet"][:80], row["row"], _json(row), _json(found), str(state)))
        # row security lets no COPY pass, so rows go by way of a table of this transaction
        cursor.execute(
            """
            INSERT INTO cases_uploadrow (id, province, district, commune, upload_id, sheet, row, data, problems, state, reason)
            SELECT id, %s, %s, %s, %s, sheet, row, data, problems, state, '' FROM rows_read""",
            [upload.province, upload.district, upload.commune, upload.pk],
        )


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)
