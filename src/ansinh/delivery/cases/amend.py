"""The officer decides row by row before a list is submitted: put right, confirmed as it is, set aside with a reason, taken back.

What was read stays in `as_read`; a changed row passes the list reader's own checks again.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from ansinh.delivery.cases.models import Upload, UploadRow
from ansinh.delivery.cases.procedure import local_day
from ansinh.delivery.cases.recheck import recheck
from ansinh.delivery.evidence.record import act
from ansinh.delivery.offices.models import Role
from ansinh.delivery.offices.queries import demand
from ansinh.delivery.offices.refusals import AlreadyDone, Refused
from ansinh.delivery.offices.scope import actor_of, within
from ansinh.papers.lists.problems import problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from ansinh.delivery.evidence.record import Act
    from ansinh.delivery.offices.models import Officer

SHORTEST_REASON = 5
"""Letters; a full stop is no reason."""

DUPLICATE = "duplicate_in_file"
NEVER_CONFIRMED = {"name_missing"}


def put_right(row: UploadRow, changes: Mapping[str, str], *, by: Officer, at: datetime) -> UploadRow:
    """Take what the officer typed for fields of the row, read it as the list reader would, and say what is still wrong.

    `changes` are texts as a clerk writes them (`5/3/1987`, `1.500.000`). Raises `Refused` for a field that cannot change,
    `AlreadyDone` once the list was submitted or discarded.
    """
    with _deed("cases.put_right", row, by=by, at=at) as (deed, held, upload):
        checked, problems = recheck(held, changes, upload, today=local_day(at))
        before = {name: held.data.get(name) for name in checked if checked[name] != held.data.get(name) and name != "problems"}
        if not before:
            return held
        numbers = {held.data.get("id_number"), checked.get("id_number")}
        held.as_read = held.as_read or held.data
        held.data, held.problems, held.reason = checked, problems, ""
        held.state = _state_of(held)
        held.save(update_fields=["as_read", "data", "problems", "state", "reason"])
        _mark_duplicates(upload, numbers)
        held.refresh_from_db()
        deed.event("upload_row", held, before=before, after={**{name: checked[name] for name in before}, "state": held.state})
        return held


def confirm(row: UploadRow, reason: str, *, by: Officer, at: datetime) -> UploadRow:
    """Say that a row with a problem is right as it stands, and why. A row without a name cannot be."""
    _demand_reason(reason)
    with _deed("cases.confirm_row", row, by=by, at=at) as (deed, held, _upload):
        if held.state == UploadRow.State.READY:
            return held
        if NEVER_CONFIRMED & {found["code"] for found in held.problems}:
            raise Refused("name_needed", "Dòng này thiếu họ tên: sửa lại hoặc để riêng.", "This row has no name: put it right or set it aside.")
        before, held.state, held.reason = held.state, UploadRow.State.READY, reason.strip()[:200]
        held.save(update_fields=["state", "reason"])
        deed.event("upload_row", held, before={"state": before}, after={"state": held.state, "reason": held.reason})
        return held


def set_aside(row: UploadRow, reason: str, *, by: Officer, at: datetime) -> UploadRow:
    """Leave a row out of what is submitted, and say why; it stays in the list."""
    _demand_reason(reason)
    with _deed("cases.set_aside", row, by=by, at=at) as (deed, held, upload):
        before, held.state, held.reason = held.state, UploadRow.State.ASIDE, reason.strip()[:200]
        held.save(update_fields=["state", "reason"])
        _mark_duplicates(upload, {held.data.get("id_number")})
        deed.event("upload_row", held, before={"state": before}, after={"state": held.state, "reason": held.reason})
        return held


def take_back(row: UploadRow, *, by: Officer, at: datetime) -> UploadRow:
    """Take a row that was set aside back into the list; its problems wait for a decision again."""
    with _deed("cases.take_back", row, by=by, at=at) as (deed, held, upload):
        if held.state != UploadRow.State.ASIDE:
            return held
        held.state, held.reason = UploadRow.State.READY, ""
        held.state = _state_of(held)
        held.save(update_fields=["state", "reason"])
        _mark_duplicates(upload, {held.data.get("id_number")})
        held.refresh_from_db()
        deed.event("upload_row", held, before={"state": "aside"}, after={"state": held.state})
        return held


@contextmanager
def _deed(verb: str, row: UploadRow, *, by: Officer, at: datetime) -> Iterator[tuple[Act, UploadRow, Upload]]:
    """Lock the upload, then the row; two officers at one list come one after the other."""
    upload = within(Upload.objects.all(), by).get(pk=row.upload_id)
    demand(by, [Role.LISTER], policy=upload.policy, on=local_day(at))
    with act(actor_of(by), verb, at=at, province=upload.province) as deed:
        upload = Upload.objects.select_for_update(of=("self",)).get(pk=upload.pk)
        if upload.state != Upload.State.READ:
            raise AlreadyDone(
                "list_closed",
                f"Danh sách này {upload.get_state_display().lower()}, không sửa từng dòng được nữa.",
                f"This list is {upload.state}; its rows can no longer be changed.",
            )
        yield deed, within(UploadRow.objects.select_for_update(of=("self",)), by).get(pk=row.pk), upload


def _demand_reason(reason: str) -> None:
    if len(reason.strip()) < SHORTEST_REASON:
        raise Refused("reason_missing", "Ghi rõ lý do (ít nhất 5 ký tự).", "Give the reason (at least 5 characters).")


def _state_of(row: UploadRow) -> str:
    return UploadRow.State.UNDECIDED if any(found["severity"] == "error" for found in row.problems) else UploadRow.State.READY


def _mark_duplicates(upload: Upload, numbers: set[Any]) -> None:
    """Look again at the rows with these numbers: the first that stands is the one, each further one waits for a decision."""
    known = [number for number in numbers if number]
    rows = UploadRow.objects.filter(upload=upload, data__id_number__in=known).exclude(state=UploadRow.State.ASIDE)
    first: dict[str, UploadRow] = {}
    for row in rows.order_by("sheet", "row"):
        if not row.data.get("id_kind"):
            continue
        held = first.setdefault(row.data["id_number"], row)
        marked = any(found["code"] == DUPLICATE for found in row.problems)
        if (held is not row) != marked:
            _mark(row, upload, None if held is row else held)


def _mark(row: UploadRow, upload: Upload, same_as: UploadRow | None) -> None:
    """Add or take away the problem of a second row; a row that was confirmed by a human keeps its state."""
    row.problems = [found for found in row.problems if found["code"] != DUPLICATE]
    if same_as is not None:
        columns: dict[str, str] = next((sheet["columns"] for sheet in upload.summary.get("sheets", []) if sheet["name"] == row.sheet), {})
        told = str(same_as.row) if same_as.sheet == row.sheet else f"{same_as.row} ({same_as.sheet})"
        found = problem(DUPLICATE, row.sheet, row.row, columns.get("id_number"), value=row.data["id_number"], told=told)
        row.problems = [*row.problems, {name: getattr(found, name) for name in found.__slots__}]
    row.data = {**row.data, "problems": [found["code"] for found in row.problems]}
    if not row.reason:
        row.state = _state_of(row)
    row.save(update_fields=["problems", "data", "state"])
