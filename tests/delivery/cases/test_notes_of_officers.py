"""Officers leave notes for whoever works on a dossier next: added, struck out, never edited, read by scope, erased when their time is over."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from ansinh.delivery.cases import take_step
from ansinh.delivery.cases.hand_over import record_absence
from ansinh.delivery.cases.models import Claim, Dossier
from ansinh.delivery.cases.models_notes import Note
from ansinh.delivery.cases.notes import MOST_COUNTED, Reader, beside_tasks, counts_of, latest, notes_matching, on_top, own_notes
from ansinh.delivery.cases.write_note import LONGEST, MOST_PINNED, SECOND_CLICK, Said, strike_note, told_sha256, write_note
from ansinh.delivery.evidence.models import Event
from ansinh.delivery.offices.models import Role
from ansinh.delivery.offices.queries import roles_of
from ansinh.delivery.offices.refusals import AlreadyDone, NotYours, Refused
from ansinh.delivery.offices.scope import NATION, acting
from delivery.casework import Town, forwarded, officer, person, submitted, task_of, town
from delivery.plans import swept
from simulation.truth import demand_evidence

if TYPE_CHECKING:
    from ansinh.delivery.offices.models import Officer

pytestmark = pytest.mark.django_db
RANG = "Đã gọi công ty, thứ Hai có bảng lương"


@pytest.fixture
def here() -> Town:
    return town()


@pytest.fixture
def dossier(here: Town) -> Dossier:
    made = submitted(here, [person(1), person(2)])
    forwarded(here, made)
    return made


def wrote(here: Town, dossier: Dossier, by: Officer, text: str = RANG, **more: Any) -> Note:
    with acting(by):
        return write_note(dossier.pk, Said(text, **more), by=by, at=here.later())


def reader(here: Town, dossier: Dossier, by: Officer) -> Reader:
    with acting(by):
        return Reader(by, roles_of(by, on=here.at.date()), task_of(dossier))


def first(dossier: Dossier, order: int = 1) -> Claim:
    with acting(NATION):
        return Claim.objects.get(dossier=dossier, order=order)


def read(here: Town, dossier: Dossier, by: Officer) -> list[str]:
    found = reader(here, dossier, by)
    with acting(by):
        return [one.words for one in latest(dossier, found)]


def top(here: Town, dossier: Dossier, by: Officer) -> list[tuple[str, bool]]:
    found = reader(here, dossier, by)
    with acting(by):
        return [(one.words, one.mine) for one in on_top(dossier, found)]


def test_a_note_is_read_by_every_office_above_its_place_and_by_nobody_elsewhere(here: Town, dossier: Dossier) -> None:
    wrote(here, dossier, here.lister)
    inspector = officer("thanh-tra", here.offices["province"], Role.SUPERVISOR)
    assert all(read(here, dossier, by) == [RANG] for by in (here.lister, here.appraiser, here.chair, inspector))
    there = town("10633")
    with acting(there.lister):
        assert not Note.objects.exists()
        with pytest.raises(Dossier.DoesNotExist):
            write_note(dossier.pk, Said(RANG), by=there.lister, at=here.later())
    with acting(there.lister), pytest.raises(DatabaseError), transaction.atomic():  # beneath the verb the database holds the wall
        Note.objects.create(province="30", district="291", commune="10630", dossier=dossier, officer=there.lister, office=there.lister.office, made_at=here.at, text="x", salt="y")  # fmt: skip


def test_who_judges_no_dossier_writes_none(here: Town, dossier: Dossier) -> None:
    analyst = officer("tong-hop", here.offices["province"], Role.ANALYST)
    with pytest.raises(NotYours):
        wrote(here, dossier, analyst)
    assert not reader(here, dossier, analyst).may
    assert reader(here, dossier, here.chair).may


def test_words_that_say_nothing_or_hold_a_persons_number_are_refused_with_what_to_do(here: Town, dossier: Dossier) -> None:
    told = {
        "": "note_empty",
        "  \n ": "note_empty",
        "ok": "note_empty",
        "a\x00bcd": "note_empty",
        "x" * (LONGEST + 1): "note_long",
        "số 030187000001": "note_number",
    }
    for said, code in told.items():
        with pytest.raises(Refused) as refusal:
            wrote(here, dossier, here.appraiser, said)
        assert refusal.value.code == code
    assert "…001" in refusal.value.message["vi"]
    assert "030187" not in refusal.value.message["vi"]


def test_the_log_proves_the_words_and_does_not_hold_them(here: Town, dossier: Dossier) -> None:
    note = wrote(here, dossier, here.appraiser, claim=first(dossier).pk)
    with acting(NATION):
        event = Event.objects.get(verb="cases.write_note")
        assert event.after is not None
        assert event.after["told_sha256"] == told_sha256(note)
        assert (event.subject_kind, event.subject, event.after["receipt"]) == ("note", note.pk, first(dossier).receipt)
        assert "bảng lương" not in json.dumps([event.before, event.after], ensure_ascii=False)
        note.text = "Khác"
        assert event.after["told_sha256"] != told_sha256(note)
    demand_evidence()


def test_a_note_is_never_edited_and_struck_out_once_by_its_writer_or_the_head_of_her_office(here: Town, dossier: Dossier) -> None:
    note = wrote(here, dossier, here.appraiser)
    for change in ({"text": "Khác"}, {"pinned": True}, {"text": "#"}, {"text": "#", "salt": "", "pinned": True}):
        with acting(NATION), pytest.raises(DatabaseError), transaction.atomic():
            Note.objects.filter(pk=note.pk).update(**change)
    with acting(here.chair), pytest.raises(NotYours):
        strike_note(note.pk, "Không phải hồ sơ này", by=here.chair, at=here.later())
    head = officer("truong-phong", here.offices["district"], Role.CHIEF)
    with acting(head):
        struck = strike_note(note.pk, "Nhầm hồ sơ, công ty khác", by=head, at=here.later())
    assert struck.strikes_id == note.pk
    for one, by in ((note, here.appraiser), (struck, head)):
        with acting(by), pytest.raises((AlreadyDone, NotYours)):
            strike_note(one.pk, "Lần nữa", by=by, at=here.later())
    with acting(NATION), pytest.raises(DatabaseError), transaction.atomic():
        Note.objects.create(province="30", dossier=dossier, officer=head, office=head.office, made_at=here.at, text="x", salt="y", strikes=note)


def test_words_struck_out_are_for_supervisors_and_both_writers_and_no_search_finds_them_for_others(here: Town, dossier: Dossier) -> None:
    note = wrote(here, dossier, here.appraiser, "Nghi bà ấy khai gian")
    with acting(here.appraiser):
        strike_note(note.pk, "Đã xác minh, không đúng", by=here.appraiser, at=here.later())
    inspector = officer("thanh-tra", here.offices["province"], Role.SUPERVISOR)
    assert read(here, dossier, inspector) == read(here, dossier, here.appraiser) == ["Nghi bà ấy khai gian"]
    assert read(here, dossier, here.lister) == [""]
    for by, found in ((inspector, 1), (here.lister, 0)):
        who = reader(here, dossier, by)
        with acting(by):
            assert notes_matching(dossier, who, text="khai gian").count() == found
            assert notes_matching(dossier, who, about="struck").count() == 1
            assert beside_tasks([task_of(dossier)], by=by) == {}


def test_a_second_click_writes_no_second_note_and_a_sixth_is_not_pinned(here: Town, dossier: Dossier) -> None:
    wrote(here, dossier, here.lister)
    with pytest.raises(AlreadyDone):
        wrote(here, dossier, here.lister)
    wrote(here, dossier, here.appraiser)
    here.later(seconds=SECOND_CLICK.total_seconds())
    wrote(here, dossier, here.lister)
    pinned = [wrote(here, dossier, here.lister, f"Ghim {number}", pinned=True) for number in range(MOST_PINNED)]
    with pytest.raises(Refused, match="5 ghi chú ghim"):
        wrote(here, dossier, here.lister, "Ghim nữa", pinned=True)
    with acting(here.lister):
        strike_note(pinned[0].pk, "Xong việc", by=here.lister, at=here.later())
    wrote(here, dossier, here.lister, "Ghim nữa", pinned=True)


def test_a_note_for_a_step_meets_whoever_has_it_and_one_for_a_colleague_meets_her_deputy_too(here: Town, dossier: Dossier) -> None:
    task = task_of(dossier)
    wrote(here, dossier, here.lister, "Ghim", pinned=True)
    wrote(here, dossier, here.lister, "Cho bước", for_step=task.step)
    wrote(here, dossier, here.lister, "Cho bà thẩm định", for_officer=here.appraiser.pk)
    wrote(here, dossier, here.lister, "Cho ai cũng được")
    hers = [("Cho bà thẩm định", True), ("Cho bước", True), ("Ghim", False)]
    assert top(here, dossier, here.appraiser) == hers
    assert top(here, dossier, here.chair) == [("Ghim", False)]
    deputy = officer("thay.tham-dinh", here.offices["district"], Role.APPRAISER)
    with acting(here.appraiser):
        record_absence(here.appraiser, deputy, since=here.at, until=here.at + timedelta(days=3), basis="Nghỉ phép 12/GP", by=here.appraiser, at=here.later())
    assert task_of(dossier).owner_id == deputy.pk
    assert top(here, dossier, deputy) == hers
    with acting(deputy):
        [beside] = beside_tasks([task_of(dossier)], by=deputy).values()
    assert (beside.count, beside.words, beside.writer) == (4, "Cho bà thẩm định", here.lister.full_name)
    for wrong in ({"for_step": "khong-co"}, {"for_officer": here.payer.pk}):
        with pytest.raises(Refused):
            wrote(here, dossier, here.lister, "Cho ai?", **wrong)


def test_a_returned_dossier_keeps_its_notes_and_its_reason_stays_what_it_is(here: Town, dossier: Dossier) -> None:
    wrote(here, dossier, here.appraiser, "Dòng 2 thiếu giấy", for_officer=here.lister.pk)
    with acting(here.appraiser):
        take_step.send_back(task_of(dossier).pk, by=here.appraiser, at=here.later(), reason="Dòng 2 thiếu giấy xác nhận")
    assert top(here, dossier, here.lister) == [("Dòng 2 thiếu giấy", True)]
    with acting(NATION):
        assert dossier.tasks.get(outcome="returned").reason == "Dòng 2 thiếu giấy xác nhận"


def test_a_claim_of_another_dossier_takes_no_note(here: Town, dossier: Dossier) -> None:
    other = submitted(here, [person(7)])
    with pytest.raises(Claim.DoesNotExist):
        wrote(here, dossier, here.lister, claim=first(other).pk)
    with acting(NATION), pytest.raises(DatabaseError), transaction.atomic():
        Note.objects.create(
            province="30", dossier=dossier, claim=first(other), officer=here.lister, office=here.lister.office, made_at=here.at, text="x", salt="y"
        )


def test_a_person_takes_what_is_noted_of_her_away_and_not_what_speaks_of_others(here: Town, dossier: Dossier) -> None:
    hers, other = first(dossier), first(dossier, 2)
    wrote(here, dossier, here.lister, "Trưởng thôn xác nhận bà đã chuyển đi", claim=hers.pk)
    wrote(here, dossier, here.lister, "Hàng xóm Lê Văn B nói bà vẫn bán hàng", claim=hers.pk, withheld=True)
    wrote(here, dossier, here.lister, "Về người khác", claim=other.pk)
    wrote(here, dossier, here.lister, "Về cả danh sách")
    with acting(NATION):
        told = own_notes(hers)
    assert [one["text"] for one in told] == ["Trưởng thôn xác nhận bà đã chuyển đi", None]
    assert {one["officer"] for one in told} == {here.lister.full_name}


def test_an_inspectors_note_is_for_inspectors_and_heads_above_unless_she_says_that_it_is_for_the_office(here: Town, dossier: Dossier) -> None:
    front, district, province = (here.offices[level] for level in ("commune", "district", "province"))
    inspector, other = officer("mttq.xa", front, Role.SUPERVISOR), officer("thanh-tra", province, Role.SUPERVISOR)
    above, own, hers = officer("head.291", district, Role.CHIEF), officer("head.10630", front, Role.CHIEF), first(dossier)
    far = officer("head.10633", town("10633").offices["commune"], Role.CHIEF)
    kept = wrote(here, dossier, inspector, "Nghi trưởng thôn bỏ sót hai hộ", claim=hers.pk, pinned=True)
    for by in (inspector, other, above, own):
        assert read(here, dossier, by) == ["Nghi trưởng thôn bỏ sót hai hộ"], by
        assert top(here, dossier, by) == [("Nghi trưởng thôn bỏ sót hai hộ", False)], by
    for by in (here.lister, here.appraiser, here.chair):
        who = reader(here, dossier, by)
        with acting(by):
            assert (latest(dossier, who), on_top(dossier, who)) == ([], []), by
            assert not notes_matching(dossier, who, text="thanh").exists()
            assert counts_of([hers], by=by, roles=who.roles) == {}
            assert beside_tasks([task_of(dossier)], by=by, roles=who.roles) == {}
            with pytest.raises(Note.DoesNotExist):
                strike_note(kept.pk, "Không đúng", by=by, at=here.later())
    assert read(here, dossier, far) == [], "nor does the head of another commune"
    with acting(other):
        assert counts_of([hers], by=other, roles=["supervisor"]) == {hers.pk: 1}
    with acting(NATION):
        assert [one["text"] for one in own_notes(hers)] == [None], "its words are not handed to the person"
    said = wrote(here, dossier, inspector, "Thiếu hai hộ ở Thôn Đoài", for_office=True, for_officer=here.lister.pk)
    assert said.inspectors_of == ""
    assert "Thiếu hai hộ ở Thôn Đoài" in read(here, dossier, here.lister)
    assert top(here, dossier, here.lister) == [("Thiếu hai hộ ở Thôn Đoài", True)]


def test_whoever_works_on_a_dossier_writes_for_all_and_an_inspectors_own_note_meets_nobody_who_will_not_see_it(here: Town, dossier: Dossier) -> None:
    inspector = officer("thanh-tra", here.offices["province"], Role.SUPERVISOR)
    assert wrote(here, dossier, here.lister).inspectors_of == ""
    for more in ({"for_officer": here.lister.pk}, {"for_step": task_of(dossier).step}):
        with pytest.raises(Refused) as refused:
            wrote(here, dossier, inspector, **more)
        assert refused.value.code == "note_for_whom"
    kept = wrote(here, dossier, inspector, "Chờ đối chiếu")
    with acting(inspector):
        struck = strike_note(kept.pk, "Đã đối chiếu, đúng", by=inspector, at=here.later())
    assert struck.inspectors_of == kept.inspectors_of == "province"
    assert "Đã đối chiếu" not in str(read(here, dossier, here.chair))
    with acting(NATION), pytest.raises(DatabaseError), transaction.atomic():
        Note.objects.create(
            province="30", district="291", commune="10630", dossier=dossier, officer=inspector, office=inspector.office, made_at=here.at, text="x", salt="y",
            for_step="x", inspectors_of="province",
        )  # fmt: skip


MANY = """
    INSERT INTO cases_note (id, province, district, commune, dossier_id, claim_id, officer_id, office_id, made_at, text, salt, for_step, for_officer_id, pinned, withheld)
    SELECT ansinh_key(), province, district, commune, dossier_id, claim_id, officer_id, office_id, made_at, text || i, salt, CASE WHEN i % 2 = 0 THEN 'elsewhere' ELSE '' END,
        for_officer_id, pinned, withheld FROM cases_note, generate_series(1, 4000) AS i"""


def test_pages_ask_for_notes_along_an_index_and_read_no_more_than_they_show_however_many_there_are(here: Town, dossier: Dossier) -> None:
    hers = first(dossier)
    wrote(here, dossier, here.lister, claim=hers.pk)
    with acting(NATION), connection.cursor() as cursor:
        cursor.execute(MANY)
    others = [submitted(here, [person(number)]) for number in (11, 12)]
    who = reader(here, dossier, here.appraiser)
    with acting(here.appraiser):
        tasks, claims = [task_of(one) for one in (dossier, *others)], [hers, first(dossier, 2)]
        with CaptureQueriesContext(connection) as taken:
            counted, noted = beside_tasks(tasks, by=here.appraiser), counts_of(claims, by=here.appraiser)
            assert len(taken.captured_queries) == 2, "one question a page each"
            latest(dossier, who)
            latest(dossier, who, claim=hers)
            on_top(dossier, who)
        assert {key: one.count for key, one in counted.items()} == {dossier.pk: MOST_COUNTED}
        assert noted == {hers.pk: MOST_COUNTED}
        asked = list(taken.captured_queries)
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_bitmapscan = off")  # what was written in this transaction has no statistics yet
        assert swept(asked, most=3 * MOST_COUNTED, large={"cases_note"}) == []
