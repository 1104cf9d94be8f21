"""Before a list is submitted an officer decides each row that needs it; nothing as read is lost."""

from __future__ import annotations

import pytest

from ansinh.delivery.cases import amend, queries, receive, submit
from ansinh.delivery.cases.models import Upload, UploadRow
from ansinh.delivery.evidence.models import Event
from ansinh.delivery.offices.refusals import AlreadyDone, NotYours, Refused
from ansinh.delivery.offices.scope import acting
from delivery.casework import Town, received, town, workbook

pytestmark = pytest.mark.django_db

GOOD = (1, "Nguyễn Thị Hoa", "05/03/1987", "Nữ", "030187001234", "Thôn Đoài", 1_500_000)


@pytest.fixture
def here() -> Town:
    return town()


def rows_of(upload: Upload) -> list[UploadRow]:
    return list(upload.rows.order_by("row"))


def listed(here: Town, *rows: tuple[object, ...]) -> Upload:
    return received(here, workbook(rows))


def test_a_row_put_right_is_read_again_and_its_first_reading_is_kept(here: Town) -> None:
    upload = listed(here, GOOD, (2, "Trần Văn Bình", "1990", "Nam", "03019000", "Thôn Đông", 1_500_000))
    with acting(here.lister):
        row = rows_of(upload)[1]
        assert row.state == "undecided"
        row = amend.put_right(row, {"id_number": "030090004321", "phone": "0912 345 678"}, by=here.lister, at=here.later())
        assert (row.state, row.problems) == ("ready", [])
        assert (row.data["id_number"], row.data["id_kind"], row.data["phone"]) == ("030090004321", "cccd", "0912345678")
        assert row.as_read is not None
        assert row.as_read["id_number"] == "03019000"
        event = Event.objects.get(subject=row.pk, verb="cases.put_right")
        assert event.before is not None
        assert event.before["id_number"] == "03019000"


def test_a_row_that_is_still_wrong_says_so_and_names_the_cell_of_the_file(here: Town) -> None:
    upload = listed(here, (1, "Trần Văn Bình", "1990", "Nam", "03019000", "Thôn Đông", 1_500_000))
    with acting(here.lister):
        row = amend.put_right(rows_of(upload)[0], {"id_number": "030187001234"}, by=here.lister, at=here.later())
    assert row.state == "undecided"
    assert {found["code"] for found in row.problems} == {"id_sex_mismatch", "id_birth_mismatch"}
    assert row.problems[0]["message"]["vi"].startswith("Ô E4:")


def test_what_was_not_changed_stays_as_read_to_the_letter(here: Town) -> None:
    upload = listed(here, (1, "Trần Văn Bình", "03/1990", "Nam", "030090004321", "Thôn Đông", 1_500_000))
    with acting(here.lister):
        before = rows_of(upload)[0].data
        row = amend.put_right(rows_of(upload)[0], {"address": "Thôn Tây"}, by=here.lister, at=here.later())
    assert {name for name in before if before[name] != row.data[name]} == {"address"}
    assert row.data["birth_precision"] == "month"


def test_what_could_not_be_read_stays_to_be_decided_when_another_field_is_put_right(here: Town) -> None:
    upload = listed(here, (1, "Trần Văn Bình", "không nhớ", "Nam", "030090004321", "Thôn Đông", 1_500_000))
    with acting(here.lister):
        row = rows_of(upload)[0]
        assert [found["code"] for found in row.problems] == ["birth_unreadable"]
        row = amend.put_right(row, {"address": "Thôn Tây"}, by=here.lister, at=here.later())
        assert (row.state, [found["code"] for found in row.problems]) == ("undecided", ["birth_unreadable"])
        row = amend.put_right(row, {"date_of_birth": "1990"}, by=here.lister, at=here.later())
        assert (row.state, row.problems) == ("ready", [])


def test_what_the_reader_repaired_stays_said(here: Town) -> None:
    upload = listed(here, (1, "Trần Văn Bình", "1990", "Nam", 30090004321, "Thôn Đông", 1_500_000))
    with acting(here.lister):
        row = amend.put_right(rows_of(upload)[0], {"address": "Thôn Tây"}, by=here.lister, at=here.later())
        assert [found["code"] for found in row.problems] == ["id_leading_zero_restored"]


def test_putting_nothing_right_changes_nothing_and_writes_no_event(here: Town) -> None:
    upload = listed(here, GOOD)
    with acting(here.lister):
        row = amend.put_right(rows_of(upload)[0], {"address": "Thôn Đoài"}, by=here.lister, at=here.later())
        assert row.as_read is None
        assert not Event.objects.filter(subject=row.pk).exists()


def test_a_row_confirmed_needs_a_reason_and_a_name(here: Town) -> None:
    upload = listed(here, (1, "Trần Văn Bình", "1990", "Nam", "", "Thôn Đông", 1_500_000), (2, "", "1991", "Nam", "030091004321", "Thôn Đông", 1_500_000))
    with acting(here.lister):
        first, second = rows_of(upload)
        with pytest.raises(Refused, match="lý do"):
            amend.confirm(first, "ừ", by=here.lister, at=here.later())
        assert amend.confirm(first, "Chưa làm được CCCD, đã đối chiếu sổ hộ khẩu", by=here.lister, at=here.later()).state == "ready"
        with pytest.raises(Refused, match="thiếu họ tên"):
            amend.confirm(second, "Đúng như vậy", by=here.lister, at=here.later())


def test_a_confirmed_row_with_an_unusable_number_however_long_can_be_submitted(here: Town) -> None:
    upload = listed(here, (1, "Trần Văn Bình", "1990", "Nam", "chưa có, đang làm lại tại công an huyện", "Thôn Đông", 1_500_000))
    with acting(here.lister):
        row = rows_of(upload)[0]
        amend.confirm(row, "Đã đối chiếu sổ hộ khẩu", by=here.lister, at=here.later())
        upload.refresh_from_db()
        dossier = submit.submit(upload, by=here.lister, at=here.later())
        assert dossier.claims == 1


def test_the_second_of_two_equal_numbers_waits_and_is_free_when_the_first_is_set_aside(here: Town) -> None:
    upload = listed(here, GOOD, (2, *GOOD[1:]))
    with acting(here.lister):
        first, second = rows_of(upload)
        assert (first.state, second.state) == ("ready", "undecided")
        amend.set_aside(first, "Ghi hai lần", by=here.lister, at=here.later())
        second.refresh_from_db()
        assert (second.state, second.problems) == ("ready", [])
        amend.take_back(first, by=here.lister, at=here.later())
        second.refresh_from_db()
        assert second.state == "undecided"
        assert second.problems[0]["code"] == "duplicate_in_file"


def test_a_number_typed_twice_is_found_at_once(here: Town) -> None:
    upload = listed(here, GOOD, (2, "Lê Thị Lan", "1987", "Nữ", "030187009999", "Thôn Đoài", 1_500_000))
    with acting(here.lister):
        row = amend.put_right(rows_of(upload)[1], {"id_number": "030187001234"}, by=here.lister, at=here.later())
        assert row.state == "undecided"
        assert [found["code"] for found in row.problems] == ["duplicate_in_file"]


def test_setting_aside_needs_a_reason_and_taking_back_restores_the_question(here: Town) -> None:
    upload = listed(here, (1, "Trần Văn Bình", "1990", "Nam", "03019000", "Thôn Đông", 1_500_000))
    with acting(here.lister):
        row = rows_of(upload)[0]
        with pytest.raises(Refused, match="lý do"):
            amend.set_aside(row, " . ", by=here.lister, at=here.later())
        assert amend.set_aside(row, "Đã chuyển đi xã khác", by=here.lister, at=here.later()).state == "aside"
        row = amend.take_back(row, by=here.lister, at=here.later())
        assert (row.state, row.reason) == ("undecided", "")


def test_a_field_that_is_none_of_the_officers_is_refused(here: Town) -> None:
    upload = listed(here, GOOD)
    with acting(here.lister), pytest.raises(Refused, match="không sửa được"):
        amend.put_right(rows_of(upload)[0], {"id_kind": "cccd"}, by=here.lister, at=here.later())


def test_a_list_that_was_discarded_can_no_longer_be_changed(here: Town) -> None:
    upload = listed(here, GOOD)
    with acting(here.lister):
        receive.discard(upload, by=here.lister, at=here.later())
        with pytest.raises(AlreadyDone, match="không sửa từng dòng"):
            amend.set_aside(rows_of(upload)[0], "Ghi hai lần", by=here.lister, at=here.later())


def test_only_a_lister_of_the_place_changes_rows(here: Town) -> None:
    there = town("10633")
    upload = listed(here, GOOD)
    with acting(here.lister):
        row = rows_of(upload)[0]
    with acting(there.lister), pytest.raises(Upload.DoesNotExist):
        amend.set_aside(row, "Ghi hai lần", by=there.lister, at=there.later())
    with acting(here.appraiser), pytest.raises(NotYours):
        amend.set_aside(row, "Ghi hai lần", by=here.appraiser, at=here.later())


def test_rows_are_found_by_a_name_without_marks_and_by_a_number(here: Town) -> None:
    upload = listed(
        here,
        GOOD,
        (2, "TRẦN VĂN ẨN", "1990", "Nam", "030090004321", "Thôn Đông", 1_500_000),
        (3, "Đỗ Thị (Bé)", "1990", "Nữ", "030190004321", "Thôn Đông", 1_500_000),
    )
    with acting(here.lister):
        found = {
            said: [row.row for row in queries.upload_rows(upload, seen_by=here.lister, text=said).rows]
            for said in ("tran van an", "Ẩn", "do thi (be)", "030090", "030090004321", "321", "không ai", "a[", "%")
        }
    assert found == {"tran van an": [5], "Ẩn": [5], "do thi (be)": [6], "030090": [], "030090004321": [5], "321": [5, 6], "không ai": [], "a[": [], "%": []}


def test_pages_of_rows_go_forward_and_back_by_their_keys(here: Town) -> None:
    upload = listed(here, *[(n, f"Lê Thị {chr(65 + n)}", "1987", "Nữ", f"0301870{n:05d}", "Thôn Đoài", 1_500_000) for n in range(1, 8)])
    with acting(here.lister):
        first = queries.upload_rows(upload, seen_by=here.lister, size=3)
        assert ([row.row for row in first.rows], first.previous) == ([4, 5, 6], "")
        second = queries.upload_rows(upload, seen_by=here.lister, size=3, after=first.next)
        third = queries.upload_rows(upload, seen_by=here.lister, size=3, after=second.next)
        assert ([row.row for row in third.rows], third.next) == ([10], "")
        back = queries.upload_rows(upload, seen_by=here.lister, size=3, before=third.previous)
        assert [row.row for row in back.rows] == [7, 8, 9]
        start = queries.upload_rows(upload, seen_by=here.lister, size=3, before=back.previous)
        assert ([row.row for row in start.rows], start.previous) == ([4, 5, 6], "")
        assert queries.upload_rows(upload, seen_by=here.lister, size=3, after="]broken").rows == first.rows
