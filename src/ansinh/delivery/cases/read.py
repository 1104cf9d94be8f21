"""The kept file is opened in a child process and its rows are stored as read; a file that cannot be read is refused in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import connection

from ansinh.delivery.cases.keep import path_of
from ansinh.delivery.cases.merge_returned import merge_returned
from ansinh.delivery.cases.models import Upload
from ansinh.delivery.cases.procedure import local_day
from ansinh.delivery.cases.tell_columns import told_by_office
from ansinh.delivery.evidence.record import act
from ansinh.delivery.offices.keys import new_key
from ansinh.delivery.offices.scope import acting, actor_of
from ansinh.papers.lists.problems import Problem, Skipped
from ansinh.papers.lists.reading import SheetSummary, Totals
from ansinh.papers.lists.refusals import ListRefused
from ansinh.papers.lists.sandbox import lines_in_child

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from ansinh.delivery.offices.models import Officer

MEMORY_BYTES = 1024 * 1024 * 1024
SECONDS = 120
STAMP = ("text", "signature")
RECORDS: dict[str, Any] = {"sheets": SheetSummary, "skipped": Skipped, "problems": Problem}


def read(upload_id: uuid.UUID, *, by: Officer, at: datetime) -> Upload:
    """Read an upload that waits to be read; one already read stays as it is. The child's work holds no lock and no transaction."""
    with acting(by):
        upload = Upload.objects.select_related("file", "office").get(pk=upload_id)
        told = told_by_office(upload.office_id)
    if upload.state != Upload.State.READING:
        return upload
    try:
        file = path_of(upload.file)
        pieces = lines_in_child(file, policy=upload.policy, today=local_day(at), told=told, memory_bytes=MEMORY_BYTES, seconds=SECONDS)
        summary, rows = _told_first(pieces)  # comes when all is read: only then a transaction is opened
        return _finish(upload_id, by=by, at=at, state=Upload.State.READ, summary=summary, rows=rows)
    except ListRefused as refusal:
        return _finish(upload_id, by=by, at=at, state=Upload.State.REFUSED, summary={"refused": refusal.code, "message": refusal.message})


def _finish(upload_id: uuid.UUID, *, by: Officer, at: datetime, state: str, summary: Mapping[str, Any], rows: Iterable[tuple[str, Any]] = ()) -> Upload:
    with acting(by), act(actor_of(by), "cases.read", at=at, province=by.office.province) as deed:
        upload = Upload.objects.select_for_update(of=("self",)).get(pk=upload_id)
        if upload.state != Upload.State.READING:
            return upload
        _store_rows(upload, rows)
        upload.state, upload.read_at, upload.summary = state, at, dict(summary)
        stamp = upload.summary.pop("stamp", None)
        if stamp:
            upload.summary.update(merge_returned(upload, stamp))
        upload.save(update_fields=["state", "read_at", "summary"])
        deed.event("upload", upload, before={"state": "reading"}, after={"state": str(state), "totals": upload.summary.get("totals")})
        return upload


def _told_first(pieces: Iterator[tuple[str, Any]]) -> tuple[dict[str, Any], Iterator[tuple[str, Any]]]:
    """Take what is said of the file as a whole; the rows are still to come."""
    summary: dict[str, Any] = {"sheets": [], "skipped": [], "problems": [], "totals": {}}
    for kind, body in pieces:
        if kind == "totals":
            summary["totals"] = dict(zip(Totals.__slots__, body, strict=True))
            break
        if kind == "stamp":
            summary["stamp"] = dict(zip(STAMP, body[0], strict=True))
            continue
        of = RECORDS[kind]
        summary[kind].extend(dict(zip(of.__slots__, fields, strict=True)) for fields in body)
    return summary, pieces


def _store_rows(upload: Upload, pieces: Iterable[tuple[str, Any]]) -> None:
    """Copy the child's lines as they come: row security lets no COPY pass, so they go by way of a table of this transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '300s'")
        cursor.execute("DROP TABLE IF EXISTS rows_read")
        cursor.execute("CREATE TEMPORARY TABLE rows_read (sheet text, row integer, data jsonb, problems jsonb, undecided boolean) ON COMMIT DROP")
        with cursor.cursor.copy("COPY rows_read FROM STDIN") as copy:
            for kind, body in pieces:
                if kind == "lines":
                    copy.write(body)
        cursor.execute(
            """
            INSERT INTO cases_uploadrow (id, province, district, commune, upload_id, sheet, row, data, problems, state, reason)
            SELECT ansinh_key_in(%s, (row_number() OVER ())::integer), %s, %s, %s, %s, left(sheet, 80), row, data, problems,
                CASE WHEN undecided THEN 'undecided' ELSE 'ready' END, '' FROM rows_read""",
            [new_key(), upload.province, upload.district, upload.commune, upload.pk],
        )
