"""A snapshot comes in: kept as it is, read block by block, each block stored by itself, so that loading goes on where it was broken off."""

from __future__ import annotations

import hashlib
import os
import tempfile
from datetime import date
from pathlib import Path
from typing import IO, TYPE_CHECKING

from django.conf import settings
from django.db import connection

from ansinh.delivery.evidence.record import act
from ansinh.delivery.offices.keys import new_key
from ansinh.delivery.offices.models import Role
from ansinh.delivery.offices.queries import demand
from ansinh.delivery.offices.refusals import AlreadyDone, Refused
from ansinh.delivery.offices.scope import acting, actor_of
from ansinh.delivery.registry.keeping import day_of
from ansinh.delivery.registry.models_registers import RegisterSnapshot
from ansinh.delivery.registry.registers.take_over import settle
from ansinh.papers.registers.checking import ENTRY, MOST_FAULTS, Checked, check
from ansinh.papers.registers.kinds import KINDS, ColumnsMissing, plan_columns
from ansinh.papers.registers.reading import SnapshotRefused, blocks_of, headings_of
from ansinh.policy.load import load_programme

if TYPE_CHECKING:
    import uuid
    from collections.abc import Callable
    from datetime import datetime

    from django.db.models import QuerySet

    from ansinh.delivery.offices.models import Office, Officer

LOADERS = (Role.ANALYST, Role.ADMINISTRATOR)
PIECE = 1 << 20
NATION = "00"
"""The province that rows of the whole nation carry."""


def receive_snapshot(
    content: IO[bytes], name: str, *, register: str, source: str, dated: date, by: Officer, at: datetime, programme: str = "nq68"
) -> RegisterSnapshot:
    """Keep a file as the next version of a register of the officer's place, to be loaded; `dated` is the day it tells of.

    Raises `Refused` for a register the programme has not, a file that cannot be read or lacks a column, a day ahead or older
    than the version in use, `AlreadyDone` for a file that is this register's version already.
    """
    demand(by, LOADERS, policy="", on=day_of(at))
    _demand_told(register, source, dated, programme, at)
    path, sha256, size, lines = _keep(content)
    try:
        headings = headings_of(path)
        plan = plan_columns(register, headings, load_programme(programme))
    except (SnapshotRefused, ColumnsMissing) as fault:
        raise Refused("snapshot_unreadable", fault.message["vi"], fault.message["en"]) from fault
    office = by.office
    with act(actor_of(by), "registry.receive_snapshot", at=at, province=office.province) as deed:
        before = _before(register, programme, office)
        _demand_new(sha256, register, programme, office)
        if before and dated < before.dated:
            raise Refused(
                "snapshot_older",
                f"Bản đang dùng là của ngày {before.dated:%d/%m/%Y}; bản này cũ hơn. Kiểm tra lại ngày của dữ liệu.",
                f"The version in use is of {before.dated.isoformat()}; this one is older. Check the day of the data.",
            )
        made = RegisterSnapshot.objects.create(
            province=office.province or NATION, district=office.district, commune=office.commune, programme=programme, register=register, source=source.strip()[:200], dated=dated,
            file_name=Path(name).name[:200], sha256=sha256, size_bytes=size, before=before, loaded_by=by, loaded_at=at,
            columns={"columns": dict(plan.columns), "facts": dict(plan.facts), "ignored": list(plan.ignored), "lines": lines},
        )  # fmt: skip
        deed.event("snapshot", made, after={"register": register, "source": made.source, "dated": dated.isoformat(), "sha256": sha256})
        return made


def load(snapshot: uuid.UUID, *, by: Officer, at: datetime, told: Callable[[int], object] = bool) -> RegisterSnapshot:
    """Load a snapshot from the line it stands at to its end, then take it over, or let it ask; a second call goes on or changes nothing.

    Each block is stored in a transaction of its own; `told` hears how many lines are done. A file that breaks midway refuses the snapshot.
    """
    with acting(by):
        row = RegisterSnapshot.objects.get(pk=snapshot)
    if row.state != RegisterSnapshot.State.LOADING:
        return row
    path = path_of(row.sha256)
    plan = plan_columns(row.register, headings_of(path), load_programme(row.programme))
    office = by.office
    place = (office.province, office.district, office.commune)
    try:
        for block in blocks_of(path, skip=row.lines):
            _store(row, check(block, plan, dated=row.dated, place=place), by=by)
            told(row.lines)
    except SnapshotRefused as fault:
        with acting(by):
            RegisterSnapshot.objects.filter(pk=row.pk, state=RegisterSnapshot.State.LOADING).update(
                state=RegisterSnapshot.State.REFUSED, faults={**row.faults, "refused": fault.message}
            )
            row.refresh_from_db()
        return row
    with acting(by):
        return settle(row.pk, by=by, at=at)


def path_of(sha256: str) -> Path:
    """Give where the file of a snapshot lies."""
    return Path(settings.MEDIA_ROOT) / "registers" / sha256


def _demand_told(register: str, source: str, dated: date, programme: str, at: datetime) -> None:
    known = load_programme(programme).registers
    if register not in KINDS or register not in known:
        raise Refused("register_unknown", f"Chương trình không có nguồn dữ liệu “{register[:20]}”.", f"The programme has no register “{register[:20]}”.")
    if len(source.strip()) < 5:  # noqa: PLR2004 - letters; a full stop is no source
        raise Refused("source_missing", "Ghi nguồn: cơ quan nào cung cấp, theo văn bản nào.", "Say who gave the data, by which letter.")
    if dated > day_of(at):
        raise Refused("day_ahead", "Ngày của dữ liệu không thể sau hôm nay.", "The day of the data cannot lie ahead.")


def _demand_new(sha256: str, register: str, programme: str, office: Office) -> None:
    same = _of_place(register, programme, office).filter(sha256=sha256).exclude(state=RegisterSnapshot.State.REFUSED).first()
    if same:
        raise AlreadyDone(
            "snapshot_known", f"Tệp này đã được nạp ({same.get_state_display().lower()}).", f"This file is a version of the register already ({same.state})."
        )


def _before(register: str, programme: str, office: Office) -> RegisterSnapshot | None:
    return _of_place(register, programme, office).filter(state=RegisterSnapshot.State.CURRENT).first()


def _of_place(register: str, programme: str, office: Office) -> QuerySet[RegisterSnapshot]:
    place = {"province": office.province or NATION, "district": office.district, "commune": office.commune}
    return RegisterSnapshot.objects.filter(register=register, programme=programme, **place)


def _keep(content: IO[bytes]) -> tuple[Path, str, int, int]:
    """Keep a file under its hash, a piece at a time; give its path, hash, size and how many line ends it has."""
    folder = path_of("x").parent
    folder.mkdir(parents=True, exist_ok=True)
    digest, size, lines = hashlib.sha256(), 0, 0
    handle, temporary = tempfile.mkstemp(dir=folder)
    try:
        with os.fdopen(handle, "wb") as out:
            while piece := content.read(PIECE):
                digest.update(piece)
                size, lines = size + len(piece), lines + piece.count(b"\n")
                out.write(piece)
            out.flush()
            os.fsync(out.fileno())
        if not size:
            raise Refused("file_empty", "Tệp không có nội dung.", "The file is empty.")
        Path(temporary).replace(path_of(digest.hexdigest()))
    finally:
        Path(temporary).unlink(missing_ok=True)
    return path_of(digest.hexdigest()), digest.hexdigest(), size, lines


def _store(row: RegisterSnapshot, checked: Checked, *, by: Officer) -> None:
    """Store the entries of one block and how far the snapshot is, in one transaction; a block that another process stored meanwhile is not stored twice."""
    with acting(by), connection.cursor() as cursor:
        held = RegisterSnapshot.objects.select_for_update().get(pk=row.pk)
        if held.state != RegisterSnapshot.State.LOADING or held.lines != row.lines:
            raise AlreadyDone("loaded_elsewhere", "Bản dữ liệu này đang được nạp ở nơi khác.", "This snapshot is being loaded elsewhere.")
        cursor.execute("SET LOCAL statement_timeout = '300s'")
        cursor.execute("DROP TABLE IF EXISTS entries_read")
        cursor.execute(
            "CREATE TEMPORARY TABLE entries_read (line bigint, subject text, full_name text, told jsonb, province text, district text, commune text) ON COMMIT DROP"
        )
        with cursor.cursor.copy("COPY entries_read FROM STDIN (FORMAT csv, FORCE_NOT_NULL (full_name, province, district, commune))") as copy:
            copy.write(checked.entries.select(ENTRY).write_csv(include_header=False).encode())
        cursor.execute(
            """
            INSERT INTO registry_registerentry (id, snapshot_id, line, subject, full_name, told, province, district, commune)
            SELECT ansinh_key_in(%s, (row_number() OVER ())::integer), %s, line, subject, full_name, jsonb_strip_nulls(told), coalesce(nullif(province, ''), '00'), district, commune
            FROM entries_read""",
            [new_key(), row.pk],
        )
        row.lines, row.entries, row.faulty = held.lines + checked.lines, held.entries + checked.entries.height, held.faulty + checked.faulty
        row.faults = _joined(held.faults, checked)
        row.save(update_fields=["lines", "entries", "faulty", "faults"])


def _joined(known: dict[str, object], checked: Checked) -> dict[str, object]:
    counts = dict(known.get("counts") or {})  # type: ignore[call-overload] # a mapping we wrote
    for code, many in checked.counts.items():
        counts[code] = counts.get(code, 0) + many
    first = [*(known.get("first") or []), *(fault._asdict() for fault in checked.faults)]  # type: ignore[misc] # a list we wrote
    return {"counts": counts, "first": first[:MOST_FAULTS]}
