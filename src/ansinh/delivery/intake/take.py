"""The lister takes what was filed: one or many filings of one policy become one list, its rows checked as any list's, then one dossier.

Whoever comes second finds them taken. A row that a human must decide waits on the list's own page; nothing is dropped on the way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson
from django.db import connection

from ansinh.delivery.cases.keep import keep
from ansinh.delivery.cases.models import Dossier, Upload, UploadRow
from ansinh.delivery.cases.procedure import local_day
from ansinh.delivery.cases.submit import submit
from ansinh.delivery.evidence.record import act
from ansinh.delivery.intake.models import Filing, FilingRow
from ansinh.delivery.offices.models import Officer, Role
from ansinh.delivery.offices.queries import demand
from ansinh.delivery.offices.refusals import AlreadyDone, Refused
from ansinh.delivery.offices.scope import acting, actor_of, within
from ansinh.papers.lists.gathered import FIRST_ROW, write_gathered
from ansinh.papers.lists.plausible import Likenesses
from ansinh.papers.lists.reading import Block, ListReading, SheetSummary, Totals
from ansinh.papers.lists.told import LETTERS, read_told

if TYPE_CHECKING:
    import uuid
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from ansinh.delivery.evidence.record import Act

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_FILINGS = 2_000
MOST_ROWS = 50_000
SEVERAL = "several"


def take(filings: Sequence[uuid.UUID], *, by: Officer, at: datetime) -> Dossier:
    """Gather filings and submit them as one dossier; called again for the same it gives the same dossier. All or nothing.

    Raises as `gather` does, and `Refused` when a row needs a human first: then nothing was taken, and `gather` opens the list for her.
    """
    with acting(by):
        return submit(gather(filings, by=by, at=at), by=by, at=at)


def gather(filings: Sequence[uuid.UUID], *, by: Officer, at: datetime) -> Upload:
    """Make one list of filings of one policy, each marked as taken into it, and give it; for filings gathered already, that list.

    Raises `NotYours` for who does not list this policy in the office they were filed at, `AlreadyDone` when any was withdrawn, refused or
    taken into another list, `Refused` for none, too many or several policies.
    """
    wanted = sorted(set(filings), key=str)
    if not 0 < len(wanted) <= MOST_FILINGS:
        raise Refused("filings_bound", f"Chọn từ 1 đến {MOST_FILINGS} hồ sơ nộp.", f"Choose 1 to {MOST_FILINGS} filings.")
    with acting(by), act(actor_of(by), "intake.take", at=at, province=by.office.province) as deed:
        held = list(within(Filing.objects.select_for_update(of=("self",)).filter(pk__in=wanted, office=by.office_id), by).order_by("pk"))
        if len(held) != len(wanted):
            raise Refused("filing_unknown", "Có hồ sơ không thuộc đơn vị của ông/bà.", "One of these was not filed at your office.")
        _demand_one_kind(held, by=by, on=local_day(at))
        before = _gathered_before(held)
        return before or _gathered(deed, held, by=by)


def _demand_one_kind(held: Sequence[Filing], *, by: Officer, on: date) -> None:
    if len({(filing.programme, filing.policy) for filing in held}) > 1:
        raise Refused("policies_mixed", "Chọn hồ sơ của cùng một chính sách.", "Choose filings under one policy.")
    demand(by, [Role.LISTER], policy=held[0].policy, on=on)
    if sum(filing.row_count for filing in held) > MOST_ROWS:
        raise Refused("rows_bound", f"Một danh sách có nhiều nhất {MOST_ROWS} người. Chọn ít hơn.", f"A list holds at most {MOST_ROWS} people. Choose fewer.")


def _gathered_before(held: Sequence[Filing]) -> Upload | None:
    """Give the list that holds exactly these; raises `AlreadyDone` when only some are waiting, nothing when all are."""
    if all(filing.state == Filing.State.FILED for filing in held):
        return None
    first = held[0].upload_id
    if first is not None and {filing.upload_id for filing in held} == {first} and Filing.objects.filter(upload=first).count() == len(held):
        return Upload.objects.get(pk=first)
    gone = next(filing for filing in held if filing.state != Filing.State.FILED)
    raise AlreadyDone(
        "filing_not_waiting",
        f"Hồ sơ nộp {gone.code} {gone.get_state_display().lower()}. Mở lại danh sách chờ rồi chọn lại.",
        f"The filing {gone.code} is {gone.state}. Open the list of those waiting and choose again.",
    )


def _gathered(deed: Act, held: Sequence[Filing], *, by: Officer) -> Upload:
    rows = list(FilingRow.objects.filter(filing__in=held, listed=False).order_by("filing_id", "order"))
    channel_of = {filing.pk: Filing.Channel(filing.channel) for filing in held}
    sheets: dict[str, list[FilingRow]] = {}
    for row in rows:
        sheets.setdefault(str(channel_of[row.filing_id].label), []).append(row)
    channels = {filing.channel for filing in held}
    upload = _upload(held, by=by, at=deed.at, channel=channels.pop() if len(channels) == 1 else SEVERAL)
    reading, told = _read(sheets, upload.policy, today=local_day(deed.at))
    content = write_gathered({sheet: [{**row.data, "order": str(row.order)} for row in of] for sheet, of in sheets.items()}, made_at=deed.at)
    upload.file = keep(content, kind="list", name=f"ho-so-nop-{upload.pk}.xlsx", media_type=WORKBOOK, place=upload, by=by, at=deed.at)
    upload.sha256, upload.summary = upload.file.sha256, _summary(reading)
    upload.save(force_insert=True)
    _store(upload, reading, told)
    for filing in held:
        filing.state, filing.ended_at, filing.ended_by, filing.upload = Filing.State.TAKEN, deed.at, by, upload
        filing.save(update_fields=["state", "ended_at", "ended_by", "upload"])
        deed.event("filing", filing, before={"state": "filed"}, after={"state": "taken", "upload": str(upload.pk)})
    deed.event("upload", upload, after={"file": upload.file.sha256, "filings": len(held), "policy": upload.policy, "totals": upload.summary["totals"]})
    return upload


def _upload(held: Sequence[Filing], *, by: Officer, at: datetime, channel: str) -> Upload:
    office, first = by.office, held[0]
    return Upload(
        province=office.province, district=office.district, commune=office.commune, office=office, officer=by, programme=first.programme, policy=first.policy,
        state=Upload.State.READ, received_at=at, read_at=at, channel=channel, filed_on=min(filing.filed_on for filing in held),
    )  # fmt: skip


def _read(sheets: Mapping[str, Sequence[FilingRow]], policy: str, *, today: date) -> tuple[ListReading, dict[tuple[str, int], FilingRow]]:
    """Read every row again as a line of its sheet, and all together for one person told twice."""
    reading = ListReading()
    told: dict[tuple[str, int], FilingRow] = {}
    for sheet, of in sheets.items():
        for number, row in enumerate(of, FIRST_ROW):
            read, problems = read_told(row.data, sheet=sheet, row=number, policy=policy, today=today)
            reading.rows.append(read)
            reading.problems.extend(problems)
            told[sheet, number] = row
    reading.sheets = [SheetSummary(sheet, None, [1], LETTERS) for sheet in sheets]
    reading.problems.extend(Likenesses().check(reading.rows, LETTERS))
    return reading, told


def _summary(reading: ListReading) -> dict[str, Any]:
    sheets = [{name: getattr(sheet, name) for name in SheetSummary.__slots__} for sheet in reading.sheets]
    totals = {name: getattr(reading.totals, name) for name in Totals.__slots__}
    return {"sheets": sheets, "skipped": [], "problems": [], "totals": totals}


def _store(upload: Upload, reading: ListReading, told: Mapping[tuple[str, int], FilingRow]) -> None:
    """Store the rows of the list, and tie each to the row that was filed."""
    of_rows, _others = Block(reading.rows, reading.problems).by_row()
    where = {"province": upload.province, "district": upload.district, "commune": upload.commune, "upload": upload}
    made: list[UploadRow] = []
    for read in reading.rows:
        filed, problems = told[read.sheet, read.row], of_rows[read.sheet, read.row]
        undecided = any(found.severity == "error" for found in problems)
        data = {name: value for name, value in orjson.loads(orjson.dumps(read)).items() if value is not None}
        further = filed.data.get("facts")
        row = UploadRow(
            sheet=read.sheet, row=read.row, data={**data, **({"facts": further} if further else {})}, problems=orjson.loads(orjson.dumps(problems)),
            state=UploadRow.State.UNDECIDED if undecided else UploadRow.State.READY, **where,
        )  # fmt: skip
        filed.row = row
        made.append(row)
    UploadRow.objects.bulk_create(made, batch_size=2000)
    with connection.cursor() as cursor:  # one statement ties fifty thousand
        cursor.execute(
            "UPDATE intake_filingrow f SET row_id = n.row FROM unnest(%s::uuid[], %s::uuid[]) AS n (filed, row) WHERE f.id = n.filed",
            [[filed.pk for filed in told.values()], [told[read.sheet, read.row].row_id for read in reading.rows]],
        )
