"""A person exists once: an old number and a new one count as one, draw once over the whole country, and part again when it was wrong."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from ansinh.delivery.cases.models import Claim, Dossier
from ansinh.delivery.cases.same_person import identity_of_number, link_identifiers, undo_link
from ansinh.delivery.evidence.models import Event
from ansinh.delivery.offices.refusals import AlreadyDone, NotYours, Refused
from ansinh.delivery.offices.scope import NATION, acting
from ansinh.delivery.registry.correct_person import correct_person
from ansinh.delivery.registry.identify import Number, end_identifier, identify
from ansinh.delivery.registry.jobs import gather
from ansinh.delivery.registry.models import Draw, Identifier, IdentityLink, Person
from delivery.casework import MORNING, Town, approved, person, submitted, town

pytestmark = pytest.mark.django_db
OLD, NEW = "024205282", "030187000001"
GROUNDS = {"evidence": "Giấy xác nhận số CMND của Công an xã", "reason": "Đã đổi thẻ năm 2021"}


def old_card(**more: Any) -> dict[str, Any]:
    return person(1, id_number=OLD, id_kind="cmnd", **more)


def known(identity: str, province: str = "30") -> Person:
    with acting(NATION):
        return Person.objects.get(identity=identity, province=province)


def linked(here: Town, first: str = f"cccd:{NEW}", second: str = f"cmnd:{OLD}", province: str = "30") -> IdentityLink:
    with acting(here.lister):
        return link_identifiers(known(first, province).pk, second, by=here.lister, at=here.later(), **GROUNDS)


def claim_of(dossier: Dossier) -> Claim:
    with acting(NATION):
        return Claim.objects.get(dossier=dossier)


def test_whoever_filed_with_the_old_number_cannot_draw_again_with_the_new_one_anywhere() -> None:
    here, far = town(), town("26734", "760", "79")
    submitted(here, [person(1)])
    made = linked(here)
    assert (made.identity, made.holder, made.yielded, made.contested) == (f"cmnd:{OLD}", f"cccd:{NEW}", [], [])
    again = claim_of(submitted(far, [old_card()]))
    assert not again.draw_held
    with acting(NATION):
        assert Draw.objects.filter(holder=f"cccd:{NEW}", released_at=None).count() == 1


def test_two_claims_of_one_person_that_come_to_light_leave_the_earlier_its_draw_and_the_later_none() -> None:
    here = town()
    first, second = submitted(here, [old_card()]), submitted(here, [person(1)])
    assert claim_of(first).draw_held
    assert claim_of(second).draw_held
    made = linked(here)
    assert made.yielded == [claim_of(second).pk]
    assert claim_of(first).draw_held
    assert not claim_of(second).draw_held
    with acting(NATION), pytest.raises(IntegrityError), transaction.atomic():
        Claim.objects.filter(dossier=second).update(state="approved")
    assert known(f"cmnd:{OLD}").same_as_id == known(f"cccd:{NEW}").pk


def test_a_claim_that_was_decided_keeps_its_draw_whichever_came_first() -> None:
    here = town()
    later = submitted(here, [old_card()])
    decided = approved(here, [person(1)])
    made = linked(here)
    assert made.yielded == [claim_of(later).pk]
    with acting(NATION):
        assert Draw.objects.get(claim=Claim.objects.get(dossier=decided.dossier_id).pk).released_at is None


def test_a_draw_of_another_province_is_never_taken_by_an_officer_here_and_two_such_are_named_as_contested() -> None:
    here, far = town(), town("26734", "760", "79")
    there = submitted(far, [old_card()])
    approved(here, [person(1)])
    made = linked(here)
    assert made.yielded == []
    assert claim_of(there).pk in made.contested
    assert len(made.contested) == 2
    assert claim_of(there).draw_held


def test_the_place_under_review_yields_to_the_other_province_even_when_it_was_earlier() -> None:
    here, far = town(), town("26734", "760", "79")
    mine = submitted(here, [person(1)])
    theirs = submitted(far, [old_card()])
    assert linked(here).yielded == [claim_of(mine).pk]
    assert claim_of(theirs).draw_held


def test_undoing_a_link_gives_back_what_was_taken_and_both_draw_alone_again() -> None:
    here = town()
    submitted(here, [old_card()])
    second = submitted(here, [person(1)])
    made = linked(here)
    with acting(here.lister):
        undo_link(made.pk, reason="Nhầm với người cùng tên", by=here.lister, at=here.later())
    assert claim_of(second).draw_held
    with acting(NATION):
        assert set(Draw.objects.filter(released_at=None).values_list("holder", flat=True)) == {f"cmnd:{OLD}", f"cccd:{NEW}"}
    assert known(f"cmnd:{OLD}").same_as is None
    with acting(here.lister), pytest.raises(AlreadyDone):
        undo_link(made.pk, reason="Nhầm với người cùng tên", by=here.lister, at=here.later())


def test_a_link_and_its_undoing_stand_in_the_log_with_evidence_and_reason() -> None:
    here = town()
    submitted(here, [person(1)])
    made = linked(here)
    with acting(here.lister):
        undo_link(made.pk, reason="Nhầm với người cùng tên", by=here.lister, at=here.later())
    with acting(NATION):
        said = {event.verb: event for event in Event.objects.filter(verb__in=["cases.link_identifiers", "cases.undo_link"])}
        assert said["cases.link_identifiers"].after["evidence"] == GROUNDS["evidence"]
        assert said["cases.undo_link"].after == {"undone": "Nhầm với người cùng tên"}
        with pytest.raises(IntegrityError), transaction.atomic():
            IdentityLink.objects.update(undone_because="khác")


def test_linking_twice_and_chains_are_refused() -> None:
    here = town()
    submitted(here, [person(1), person(2), old_card(full_name="Nguyễn Thị Hoa")])
    linked(here)
    with acting(here.lister), pytest.raises(AlreadyDone):
        link_identifiers(known(f"cccd:{NEW}").pk, f"cmnd:{OLD}", by=here.lister, at=here.later(), **GROUNDS)
    place = {"province": "30", "district": "291", "commune": "10630", "linked_by": here.lister, "linked_at": here.at, **GROUNDS}
    with acting(NATION), pytest.raises(IntegrityError, match="linked already"), transaction.atomic():
        IdentityLink.objects.create(identity=f"cccd:{NEW}", holder="cccd:030187000002", **place)
    with acting(NATION), pytest.raises(IntegrityError, match="linked already"), transaction.atomic():
        IdentityLink.objects.create(identity="cccd:030187000002", holder=f"cmnd:{OLD}", **place)


def test_a_third_number_joins_whoever_speaks_already_and_two_who_speak_for_others_are_left_to_a_human() -> None:
    here = town()
    submitted(here, [person(1), person(2), person(3)])
    linked(here)
    third = linked(here, "cccd:030187000003", "cmnd:111222333")
    assert third.holder == "cccd:030187000003"
    with acting(here.lister), pytest.raises(Refused, match="đều đã được nối"):
        link_identifiers(known(f"cccd:{NEW}").pk, "cccd:030187000003", by=here.lister, at=here.later(), **GROUNDS)
    fourth = linked(here, f"cccd:{NEW}", "cccd:030187000002")
    assert fourth.holder == f"cccd:{NEW}"


def test_only_keepers_of_the_registry_in_scope_link_and_never_without_grounds() -> None:
    here, there = town(), town("10633")
    submitted(here, [person(1)])
    who = known(f"cccd:{NEW}").pk
    with acting(there.lister), pytest.raises(Person.DoesNotExist):
        link_identifiers(who, f"cmnd:{OLD}", by=there.lister, at=here.at, **GROUNDS)
    with acting(here.payer), pytest.raises(NotYours):
        link_identifiers(who, f"cmnd:{OLD}", by=here.payer, at=here.at, **GROUNDS)
    with acting(here.lister), pytest.raises(Refused, match="giấy tờ"):
        link_identifiers(who, f"cmnd:{OLD}", evidence=" ", reason="Đã đổi thẻ", by=here.lister, at=here.at)
    with pytest.raises(Refused, match="không phải số"):
        identity_of_number("12345")
    assert identity_of_number("024.205.282") == f"cmnd:{OLD}"


def test_a_list_with_both_numbers_of_one_person_holds_one_draw() -> None:
    here = town()
    submitted(here, [person(1)], policy="nq68-12")
    linked(here)
    with acting(NATION):
        Draw.objects.update(released_at=here.at)
    dossier = submitted(here, [person(1), old_card()])
    with acting(NATION):
        assert sorted(Claim.objects.filter(dossier=dossier).values_list("draw_held", flat=True)) == [False, True]


def test_a_draw_taken_while_a_link_was_made_is_gathered_afterwards() -> None:
    here = town()
    submitted(here, [old_card()])
    with acting(NATION):
        IdentityLink.objects.create(
            identity=f"cmnd:{OLD}", holder=f"cccd:{NEW}", province="30", district="291", commune="10630", linked_by=here.lister, linked_at=here.at, **GROUNDS
        )
    assert gather() == 1
    assert gather() == 0
    with acting(NATION):
        assert Draw.objects.get(released_at=None).holder == f"cccd:{NEW}"


def test_numbers_live_side_by_side_with_source_evidence_and_an_end() -> None:
    here = town()
    submitted(here, [person(1)])
    who = known(f"cccd:{NEW}").pk
    asked: dict[str, Any] = {"source": "paper", "evidence": "Sổ bảo hiểm", "since": date(2019, 3, 1), "by": here.lister}
    with acting(here.lister):
        first = identify(who, Number("si", "7911 223344"), at=here.later(), **asked)
        assert identify(who, Number("si", "7911223344"), at=here.later(), **asked).pk == first.pk
        identify(who, Number("phone", "+84 987 654 321"), at=here.later(), **asked)
        account = identify(who, Number("account", "9704 2292 0001", "NH Nông nghiệp và PTNT", "NGUYEN THI HOA 1"), at=here.later(), **asked)
        ended = end_identifier(account.pk, until=date(2021, 6, 30), reason="Đã đóng tài khoản", by=here.lister, at=here.later())
        assert (account.bank_name, account.bank_code) == ("Agribank", "970405")
        assert (ended.until, ended.ended_because) == (date(2021, 6, 30), "Đã đóng tài khoản")
        identify(who, Number("account", "970422920001", "Agribank", "Nguyen Thi Hoa 1"), at=here.later(), **{**asked, "since": date(2021, 7, 2)})
        assert Identifier.objects.filter(person=who).count() == 4
        with pytest.raises(AlreadyDone):
            end_identifier(account.pk, until=date(2021, 6, 30), reason="Đã đóng tài khoản", by=here.lister, at=here.later())


@pytest.mark.parametrize(
    ("number", "changes", "code"),
    [
        (Number("tax", "0100109107"), {}, "number_unusable"),
        (Number("cmnd", OLD), {}, "kind_unknown"),
        (Number("account", "970422920001", "Ngân hàng Mặt Trời", "NGUYEN THI HOA 1"), {}, "bank_unknown"),
        (Number("account", "970422920001", "Agribank"), {}, "holder_missing"),
        (Number("account", "970422920001", "Agribank", "TRAN VAN BINH"), {}, "holder_other"),
        (Number("si", "7911223344"), {"source": "rumour"}, "source_unknown"),
        (Number("si", "7911223344"), {"since": date(2031, 1, 1)}, "day_ahead"),
        (Number("si", "7911223344"), {"evidence": "."}, "evidence_missing"),
    ],
)
def test_a_number_that_is_none_or_rests_on_nothing_is_refused(number: Number, changes: dict[str, Any], code: str) -> None:
    here = town()
    submitted(here, [person(1)])
    asked = {"source": "paper", "evidence": "Sổ bảo hiểm", "since": date(2019, 3, 1), **changes}
    with acting(here.lister), pytest.raises(Refused) as refusal:
        identify(known(f"cccd:{NEW}").pk, number, by=here.lister, at=here.later(), **asked)
    assert refusal.value.code == code


def test_a_person_is_put_right_with_a_reason_and_the_claim_keeps_what_was_filed() -> None:
    here = town()
    dossier = submitted(here, [person(1)])
    with acting(here.lister):
        right = correct_person(
            known(f"cccd:{NEW}").pk, {"full_name": "NGUYỄN THỊ HÒA", "phone": "0987654321"}, reason="Theo thẻ CCCD", by=here.lister, at=here.at
        )
    assert (right.full_name, right.name_key) == ("Nguyễn Thị Hòa", "hoa nguien thi")
    assert claim_of(dossier).full_name == "Nguyễn Thị Hoa 1"
    with acting(NATION):
        assert Event.objects.get(verb="registry.correct_person").before["full_name"] == "Nguyễn Thị Hoa 1"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"id_number": "1"}, "field_fixed"),
        ({"full_name": " "}, "name_missing"),
        ({"date_of_birth": None}, "birth_incomplete"),
        ({"date_of_birth": date(2031, 1, 1)}, "birth_ahead"),
        ({"date_of_birth": date(1988, 1, 1)}, "card_contradicts"),
        ({"sex": "male"}, "card_contradicts"),
    ],
)
def test_what_cannot_be_is_refused(changes: dict[str, Any], code: str) -> None:
    here = town()
    submitted(here, [person(1)])
    with acting(here.lister), pytest.raises(Refused) as refusal:
        correct_person(known(f"cccd:{NEW}").pk, changes, reason="Theo thẻ CCCD", by=here.lister, at=MORNING)
    assert refusal.value.code == code
