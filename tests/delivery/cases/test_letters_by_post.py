"""Notices without a telephone go by post: each in one letter, handed over once; what comes back has one owner until another way is found."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import TYPE_CHECKING

import pypdf
import pytest
from django.db import IntegrityError, transaction
from psycopg.types.range import DateRange

from ansinh.delivery.cases import post_letters, returned_letters
from ansinh.delivery.cases.hand_over import record_absence
from ansinh.delivery.cases.keep import content_of
from ansinh.delivery.cases.models_letters import LetterBatch, PostedLetter
from ansinh.delivery.cases.post_letters import hand_to_post, print_to_post, waiting_letters
from ansinh.delivery.cases.returned_letters import hand_over_return, letters, note_return, returned_without_owner, settle_return
from ansinh.delivery.notices.models import Notice
from ansinh.delivery.offices.models import Assignment, Role
from ansinh.delivery.offices.refusals import AlreadyDone, NotYours, Refused
from ansinh.delivery.offices.scope import NATION, acting
from delivery.cases.test_letters import told
from delivery.casework import Town, officer, town
from simulation.together import at_once

if TYPE_CHECKING:
    from ansinh.delivery.offices.models import Officer

WHY, NOTE, ELSEWHERE = "moved", "Hỏi trưởng thôn, đã biết chỗ ở mới", "Số 5, xóm Trại, xã Bình Minh"


def posted(here: Town, most: int = 500) -> LetterBatch:
    """A batch that the post took."""
    with acting(here.lister):
        made = print_to_post(by=here.lister, at=here.later(), most=most)
        return hand_to_post(made.pk, by=here.lister, at=here.later())


def returned(here: Town) -> PostedLetter:
    """One letter of a batch that came back."""
    told(here)
    made = posted(here)
    with acting(here.lister):
        return note_return(PostedLetter.objects.filter(batch=made).order_by("counted")[0].pk, why=WHY, by=here.lister, at=here.later())


def colleague(here: Town, name: str, role: str = Role.LISTER) -> Officer:
    return officer(f"{name}.{here.commune}", here.offices["commune"], role, name="Đỗ Thị Thay")


@pytest.mark.django_db
def test_letters_are_numbered_without_gaps_each_from_a_page_of_its_own_and_kept_as_a_lasting_file() -> None:
    here = town()
    told(here)
    with acting(here.lister):
        first, second = (print_to_post(by=here.lister, at=here.later(), most=most) for most in (3, 500))
        with pytest.raises(AlreadyDone):
            print_to_post(by=here.lister, at=here.later())
        assert [first.letters, second.letters] == [3, 1]
        assert sorted(PostedLetter.objects.filter(office=here.lister.office).values_list("counted", flat=True)) == [1, 2, 3, 4]
        content = content_of(first.file)
        notices = list(Notice.objects.filter(printed_in=first.file_id).order_by("pk"))
    read = pypdf.PdfReader(BytesIO(content))
    assert len(read.pages) == 3
    for place, (page, notice) in enumerate(zip(read.pages, notices, strict=True), 1):
        words = " ".join(page.extract_text().split())
        assert f"{place}/TB-UBND" in words
        assert notice.name in words
        assert "An Sinh:" not in words
    assert b"pdfaid:part" in content


@pytest.mark.django_db
def test_what_was_printed_as_slips_is_not_printed_as_letters_and_a_notice_without_an_address_waits() -> None:
    here = town()
    decision = told(here)
    with acting(NATION):
        without = Notice.objects.filter(occasion=decision.pk, channel="letter").order_by("pk")[0]
        Notice.objects.filter(pk=without.pk).update(address="")
    with acting(here.lister):
        assert post_letters.without_address(seen_by=here.lister) == 1
        assert print_to_post(by=here.lister, at=here.later()).letters == 3
        assert [row.pk for row in waiting_letters(seen_by=here.lister)] == [without.pk]


@pytest.mark.django_db
def test_the_letters_printed_are_those_that_the_filter_shows() -> None:
    here = town()
    decision = told(here)
    with acting(here.lister):
        name = Notice.objects.filter(occasion=decision.pk, channel="letter").order_by("-pk")[0].name
        shown = [row.name for row in waiting_letters(seen_by=here.lister, kind="approved", text=name)]
        assert shown == [name]
        assert not waiting_letters(seen_by=here.lister, kind="named").exists()
        assert print_to_post(by=here.lister, at=here.later(), text=name).letters == 1
        with pytest.raises(Refused, match="500"):
            print_to_post(by=here.lister, at=here.later(), most=501)


@pytest.mark.django_db
def test_another_commune_sees_no_letter_and_who_has_no_part_prints_none() -> None:
    here, there = town(), town("10633")
    told(here)
    with acting(there.lister):
        assert not waiting_letters(seen_by=there.lister).exists()
        with pytest.raises(AlreadyDone):
            print_to_post(by=there.lister, at=here.later())
    with acting(here.chair), pytest.raises(NotYours):
        print_to_post(by=here.chair, at=here.later())
    made = posted(here)
    with acting(there.lister), pytest.raises(LetterBatch.DoesNotExist):
        hand_to_post(made.pk, by=there.lister, at=here.later())
    with acting(there.lister):
        assert not LetterBatch.objects.exists()
        assert not PostedLetter.objects.exists()


def test_two_at_the_same_moment_print_no_letter_twice_and_hand_a_batch_over_once(own_db: str) -> None:
    here = town()
    told(here, people=7)

    def prints() -> int:
        with acting(here.lister):
            return print_to_post(by=here.lister, at=here.later(), most=4).letters

    counts = [count for count in at_once(prints, prints) if isinstance(count, int)]
    with acting(NATION):
        assert sum(counts) == PostedLetter.objects.values("notice").distinct().count() == PostedLetter.objects.count()
        made = LetterBatch.objects.order_by("pk")[0]

    def hands() -> str:
        with acting(here.lister):
            return str(hand_to_post(made.pk, by=here.lister, at=here.later()).pk)

    found = at_once(hands, hands)
    assert sorted(type(one).__name__ for one in found) == ["AlreadyDone", "str"]


@pytest.mark.django_db
def test_a_letter_that_comes_back_has_an_owner_a_due_day_and_is_found_in_the_worklist() -> None:
    here = town()
    told(here)
    with acting(here.lister):
        made = print_to_post(by=here.lister, at=here.later())
        one = PostedLetter.objects.filter(batch=made).order_by("counted")[0]
        with pytest.raises(Refused, match="bưu điện"):
            note_return(one.pk, why=WHY, by=here.lister, at=here.later())
        hand_to_post(made.pk, by=here.lister, at=here.later())
        with pytest.raises(Refused, match="lý do"):
            note_return(one.pk, why="other", by=here.lister, at=here.later())
        back = note_return(one.pk, why=WHY, by=here.lister, at=here.later())
        assert (back.owner, back.due_on and back.due_on.isoformat()) == (here.lister, "2021-08-13")
        with pytest.raises(AlreadyDone):
            note_return(one.pk, why=WHY, by=here.lister, at=here.later())
        assert [row.pk for row in letters(seen_by=here.lister, state="returned", own=True).rows] == [one.pk]
        assert [row.pk for row in letters(seen_by=here.lister, text=one.number).rows] == [one.pk]
        assert Notice.objects.get(pk=one.notice_id).state == "failed"


@pytest.mark.django_db
def test_sent_to_another_address_it_waits_again_and_is_a_letter_of_its_own() -> None:
    here = town()
    back = returned(here)
    with acting(here.lister):
        with pytest.raises(Refused, match="địa chỉ"):
            settle_return(back.pk, how="again", note=NOTE, address=back.notice.address, by=here.lister, at=here.later())
        settle_return(back.pk, how="again", note=NOTE, address=ELSEWHERE, by=here.lister, at=here.later())
        with pytest.raises(AlreadyDone):
            settle_return(back.pk, how="by_hand", note=NOTE, by=here.lister, at=here.later())
        again = print_to_post(by=here.lister, at=here.later())
        assert ELSEWHERE in " ".join(pypdf.PdfReader(BytesIO(content_of(again.file))).pages[0].extract_text().split())
        assert PostedLetter.objects.filter(notice=back.notice).count() == 2
        assert not letters(seen_by=here.lister, state="returned").rows


@pytest.mark.django_db
def test_only_its_owner_or_the_head_of_the_office_settles_it() -> None:
    here = town()
    other, head = colleague(here, "ke_ben", Role.LISTER), colleague(here, "chu_tich", Role.CHIEF)
    back = returned(here)
    owner = back.owner
    assert owner is not None
    bystander = other if owner != other else here.lister
    with acting(bystander), pytest.raises(NotYours):
        settle_return(back.pk, how="by_hand", note=NOTE, by=bystander, at=here.later())
    with acting(head):
        assert settle_return(back.pk, how="in_vain", note=NOTE, by=head, at=here.later()).settled_by == head


@pytest.mark.django_db
def test_when_its_owner_is_away_it_goes_to_the_deputy_and_when_she_leaves_to_whoever_answers() -> None:
    here = town()
    back = returned(here)
    deputy = colleague(here, "lam_thay", Role.PAYER)
    assert returned_without_owner(at=here.later()) == []
    with acting(here.lister):
        record_absence(here.lister, deputy, since=here.at, until=here.at + timedelta(days=1), basis="Giấy cách ly số 5", by=here.lister, at=here.later())
    assert returned_without_owner(at=here.at) == [back.pk]
    assert hand_over_return(back.pk, at=here.at)
    assert not hand_over_return(back.pk, at=here.at)
    assert returned_without_owner(at=here.at) == []
    with acting(NATION):
        back.refresh_from_db()
        assert back.owner == deputy
        Assignment.objects.filter(officer=deputy).update(held=DateRange(None, here.at.date()))
    assert returned_without_owner(at=here.later(days=3)) == [back.pk]
    assert hand_over_return(back.pk, at=here.at)
    with acting(NATION):
        back.refresh_from_db()
        assert back.owner == here.lister


@pytest.mark.django_db
def test_the_database_lets_nobody_take_a_letter_back_or_leave_one_that_returned_without_owner() -> None:
    here = town()
    back = returned(here)
    with acting(NATION):
        for change in ({"counted": 99}, {"owner": None}, {"why": ""}, {"returned_at": None}):
            with pytest.raises(IntegrityError), transaction.atomic():
                PostedLetter.objects.filter(pk=back.pk).update(**change)
        with pytest.raises(IntegrityError), transaction.atomic():
            LetterBatch.objects.filter(pk=back.batch_id).update(posted_at=None, posted_by=None)
        assert returned_letters.letter(back.pk, seen_by=here.lister).waits
