"""The kept file is opened in a child process and its rows are stored as they are read, all in one transaction: a list is read whole or not at all.

A file that cannot be read is refused in words. Whoever reads holds the upload; a process that dies leaves nothing, and the next one reads anew.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from django.db import connection

from ansinh.delivery.cases.keep import path_of
from ansinh.delivery.cases.merge_returned import merge_returned
from ansinh.delivery.cases.models import Upload
from ansinh.delivery.cases.procedure import local_day
from ansinh.delivery.cases.stop import stopped
from ansinh.delivery.cases.tell_columns import told_by_office
from ansinh.delivery.cases.work import Progress, Stopped, Work
from ansinh.delivery.evidence.record import act
from ansinh.delivery.offices.keys import new_key
from ansinh.delivery.offices.scope import acting, actor_of
from ansinh.papers.lists.problems import Problem, Skipped
from ansinh.papers.lists.reading import SheetSummary, Totals
from ansinh.papers.lists.refusals import ListRefused
from ansinh.papers.lists.sandbox import lines_in_child

if TYPE_CHECKING:
    import uuid
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime

    from ansinh.delivery.offices.models import Officer

MOST_NAMED = 10_000
"""Lines that are no people and are named one by one; of more it is kept how many there are of each kind."""
STAMP = ("text", "signature")
RECORDS: dict[str, Any] = {"sheets": SheetSummary, "skipped": Skipped, "problems": Problem}
MAKE = "CREATE TEMPORARY TABLE rows_read (sheet text, row integer, data jsonb, problems jsonb, undecided boolean) ON COMMIT DROP"
STORE = """
    INSERT INTO cases_uploadrow (id, province, district, commune, upload_id, sheet, row, data, problems, state, reason)
    SELECT ansinh_key_in(%s, (%s + row_number() OVER ())::integer), %s, %s, %s, %s, left(sheet, 80), row, data, problems,
        CASE WHEN undecided THEN 'undecided' ELSE 'ready' END, '' FROM rows_read"""


def read(upload_id: uuid.UUID, *, by: Officer, at: datetime, tell: Callable[[Progress], None] | None = None) -> Upload:
    """Read an upload that waits to be read; one already read stays as it is. `tell` hears how many rows are stored.

    A refused file, or one whose reading was stopped, is an upload without a row that says so.
    """
    try:
        return _read(upload_id, by=by, at=at, tell=tell)
    except ListRefused as refusal:
        return _refuse(upload_id, {"refused": refusal.code, "message": refusal.message}, by=by, at=at)
    except Stopped:
        return stopped(upload_id, by=by, at=at)


def _read(upload_id: uuid.UUID, *, by: Officer, at: datetime, tell: Callable[[Progress], None] | None) -> Upload:
    with acting(by), act(actor_of(by), "cases.read", at=at, province=by.office.province) as deed:
        upload = Upload.objects.select_for_update(of=("self",)).select_related("file").get(pk=upload_id)
        if upload.state != Upload.State.READING:
            return upload
        work = Work(upload.pk, tell)
        told = told_by_office(upload.office_id)
        pieces = lines_in_child(path_of(upload.file), policy=upload.policy, today=local_day(at), told=told, waiting=work.beat)
        upload.state, upload.read_at, upload.summary = Upload.State.READ, at, _store(upload, pieces, work)
        stamp = upload.summary.pop("stamp", None)
        if stamp:
            upload.summary.update(merge_returned(upload, stamp))
        upload.save(update_fields=["state", "read_at", "summary"])
        deed.event("upload", upload, before={"state": "reading"}, after={"state": str(upload.state), "totals": upload.summary.get("totals")})
        work.ending()
        return upload


def _refuse(upload_id: uuid.UUID, summary: Mapping[str, Any], *, by: Officer, at: datetime) -> Upload:
    with acting(by), act(actor_of(by), "cases.read", at=at, province=by.office.province) as deed:
        upload = Upload.objects.select_for_update(of=("self",)).get(pk=upload_id)
        if upload.state == Upload.State.READING:
            upload.state, upload.read_at, upload.summary = Upload.State.REFUSED, at, dict(summary)
            upload.save(update_fields=["state", "read_at", "summary"])
            deed.event("upload", upload, before={"state": "reading"}, after={"state": str(upload.state), "totals": None})
        return upload


def _store(upload: Upload, pieces: Iterable[tuple[str, Any]], work: Work) -> dict[str, Any]:
    """Store the child's lines as they come; give what it says of the file as a whole."""
    summary: dict[str, Any] = {"sheets": [], "skipped": [], "problems": [], "totals": {}}
    more: Counter[str] = Counter()
    work.beat()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '300s'")
        cursor.execute("DROP TABLE IF EXISTS rows_read")
        cursor.execute(MAKE)
    for kind, body in pieces:
        if kind == "size":
            work.at("r", work.done, work.total + body)
        elif kind == "lines":
            work.at("r", work.done + _store_lines(upload, body, work.done), work.total)
        elif kind == "totals":
            summary["totals"] = dict(zip(Totals.__slots__, body, strict=True))
        elif kind == "stamp":
            summary["stamp"] = dict(zip(STAMP, body[0], strict=True))
        elif kind in RECORDS:
            records = [dict(zip(RECORDS[kind].__slots__, fields, strict=True)) for fields in body]
            room = max(0, MOST_NAMED - len(summary[kind])) if kind == "skipped" else len(records)
            more.update(line["why"] for line in records[room:])
            summary[kind].extend(records[:room])
    return {**summary, "skipped_more": dict(more)} if more else summary


def _store_lines(upload: Upload, lines: str, before: int) -> int:
    """Copy some thousand lines; give how many. Row security lets no COPY pass, so they go by way of a table of this transaction."""
    with connection.cursor() as cursor:
        with cursor.cursor.copy("COPY rows_read FROM STDIN") as copy:
            copy.write(lines)
        cursor.execute(STORE, [new_key(), before, upload.province, upload.district, upload.commune, upload.pk])
        stored = int(cursor.rowcount)
        cursor.execute("TRUNCATE rows_read")
    return stored
