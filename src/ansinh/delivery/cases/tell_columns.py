"""An officer says what the columns of a list mean: the list is read again so, and the office's next lists are too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ansinh.delivery.cases.models import ColumnMeaning, Upload
from ansinh.delivery.cases.procedure import local_day
from ansinh.delivery.evidence.record import act
from ansinh.delivery.offices.models import Role
from ansinh.delivery.offices.queries import demand
from ansinh.delivery.offices.refusals import AlreadyDone, Refused
from ansinh.delivery.offices.scope import actor_of
from ansinh.papers.lists.headings import MEANINGS, words_of
from ansinh.papers.lists.layout import UNREAD

if TYPE_CHECKING:
    import uuid
    from collections.abc import Mapping
    from datetime import datetime

    from ansinh.delivery.offices.models import Officer

LONGEST_WORDS = 200


def tell_columns(upload: Upload, told: Mapping[str, str], *, by: Officer, at: datetime) -> Upload:
    """Keep what the officer says that headings mean, put the upload away and open it anew from the same file, to be read.

    `told` gives a heading (as the reader shows it) the name of a meaning, or `unread`. What was put right by hand in single rows
    belongs to the upload put away. Raises `Refused` for a meaning that is none, `AlreadyDone` once the list was submitted or put away.
    """
    demand(by, [Role.LISTER], policy=upload.policy, on=local_day(at))
    for heading, meaning in told.items():
        if meaning not in {*MEANINGS, UNREAD} or not words_of(heading):
            raise Refused("meaning_unknown", f"Không có cách hiểu “{meaning[:30]}” cho cột “{heading[:60]}”.", f"There is no meaning “{meaning[:30]}”.")
    with act(actor_of(by), "cases.tell_columns", at=at, province=upload.province) as deed:
        held = Upload.objects.select_for_update(of=("self",)).get(pk=upload.pk)
        if held.state != Upload.State.READ:
            raise AlreadyDone(
                "list_closed", f"Danh sách này {held.get_state_display().lower()}, không đọc lại được.", f"This list is {held.state}; it cannot be read again."
            )
        if held.channel != "list":
            raise Refused(
                "not_a_file",
                "Danh sách này gom từ hồ sơ nộp, không có cột nào cần hiểu lại.",
                "This list was gathered from filings; it has no columns to be told.",
            )
        held.state = Upload.State.DISCARDED
        held.save(update_fields=["state"])
        deed.event("upload", held, before={"state": "read"}, after={"state": "discarded"})
        for heading, meaning in told.items():
            _remember(held, words_of(heading)[:LONGEST_WORDS], meaning, by=by, at=at)
        anew = Upload(
            province=held.province, district=held.district, commune=held.commune, office_id=held.office_id, officer=by, programme=held.programme, policy=held.policy,
            file_id=held.file_id, sha256=held.sha256, received_at=at, attested=held.attested,
        )  # fmt: skip
        anew.save(force_insert=True)
        deed.event("upload", anew, after={"file": anew.sha256, "policy": anew.policy, "anew_from": str(held.pk), "columns": dict(told)})
    return anew


def told_by_office(office: uuid.UUID) -> dict[str, str]:
    """Give what an office has said that headings mean, by their words."""
    return dict(ColumnMeaning.objects.filter(office=office).values_list("words", "meaning"))


def _remember(upload: Upload, words: str, meaning: str, *, by: Officer, at: datetime) -> None:
    said = {"meaning": meaning, "told_by": by, "told_at": at}
    place = {"province": upload.province, "district": upload.district, "commune": upload.commune}
    ColumnMeaning.objects.update_or_create(office_id=upload.office_id, words=words, defaults=said, create_defaults={**said, **place})
