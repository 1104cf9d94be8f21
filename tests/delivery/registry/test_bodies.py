"""Employers, household businesses and households: entered once, told with source and days, ended and never overwritten."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from stdnum.vn import mst

from ansinh.delivery.offices.refusals import AlreadyDone, Refused
from ansinh.delivery.offices.scope import NATION, SYSTEM, acting, actor_of
from ansinh.delivery.registry.enter_body import Grounds, enter_business, enter_employer
from ansinh.delivery.registry.find_body import find_bodies
from ansinh.delivery.registry.keep_household import join, leave, members_on, open_household
from ansinh.delivery.registry.models import Person
from ansinh.delivery.registry.models_bodies import Employer, Member, Particular
from delivery.casework import Town, person, submitted, town

pytestmark = pytest.mark.django_db
CODE = "0100233488"


def entered(here: Town, told: dict[str, str], *, code: str = CODE, since: date = date(2021, 8, 1)) -> Employer:
    by = here.lister
    with acting(by):
        return enter_employer(code, told, Grounds("paper", "Giấy đăng ký kinh doanh", since, by), place=by.office, actor=actor_of(by), at=here.later())


def test_an_employer_is_one_row_whose_old_name_ends_when_a_new_one_is_told() -> None:
    here = town()
    first = entered(here, {"name": "Công ty Ánh Dương", "si_unit": "TA0123A"}, since=date(2021, 1, 1))
    again = entered(here, {"name": "Công ty Ánh Dương Mới", "si_unit": "TA0123A"}, code="01.00.233.488")
    assert first.pk == again.pk
    with acting(here.lister):
        (found,) = find_bodies("cong ty anh duong m", seen_by=here.lister)
        assert find_bodies("Công ty Ánh Dương ", seen_by=here.lister)[0].name == "Công ty Ánh Dương Mới"
    assert found.name == "Công ty Ánh Dương Mới"
    assert [(row.value, row.since, row.until, row.ended_because != "") for row in found.history if row.kind == "name"] == [
        ("Công ty Ánh Dương Mới", date(2021, 8, 1), None, False),
        ("Công ty Ánh Dương", date(2021, 1, 1), date(2021, 7, 31), True),
    ]
    assert len([row for row in found.history if row.kind == "si_unit"]) == 1


def test_what_was_told_stands_and_two_names_never_hold_at_once() -> None:
    entered(town(), {"name": "Công ty Ánh Dương"})
    with acting(NATION):
        for change in ({"value": "Khác"}, {"since": date(2020, 1, 1)}, {"evidence": "Khác hẳn"}):
            with pytest.raises(IntegrityError), transaction.atomic():
                Particular.objects.update(**change)
        row = Particular.objects.get()
        row.pk = None
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save(force_insert=True)


def test_a_code_with_a_wrong_digit_names_no_employer_and_a_history_is_told_in_order() -> None:
    here = town()
    with pytest.raises(Refused, match="Mã số thuế"):
        entered(here, {"name": "A"}, code="0100233489")
    assert mst.is_valid(CODE)
    entered(here, {"name": "Công ty Ánh Dương"})
    with pytest.raises(Refused):
        entered(here, {"name": "Tên cũ"}, since=date(2020, 1, 1))


def test_bodies_are_found_within_the_scope_alone_and_an_employer_elsewhere_is_not_entered_twice() -> None:
    here, far = town(), town("26734", "760", "79")
    entered(here, {"name": "Công ty Ánh Dương"})
    with acting(far.lister):
        assert find_bodies(CODE, seen_by=far.lister) == find_bodies("cong ty", seen_by=far.lister) == []
    with pytest.raises(Refused, match="tỉnh khác"):
        entered(far, {"name": "Công ty Ánh Dương"})
    with acting(here.lister), pytest.raises(Refused):
        find_bodies("co", seen_by=here.lister)


def test_a_household_business_has_its_own_row_and_the_system_enters_on_the_word_of_a_register() -> None:
    here = town()
    with acting(NATION):
        enter_business(
            CODE,
            {"name": "Quán Hoa"},
            Grounds("register", "Sổ thuế ngày 01/08/2021", date(2021, 8, 1)),
            place=here.lister.office,
            actor=SYSTEM,
            at=here.later(),
        )
        (found,) = find_bodies("quan hoa", seen_by=NATION)
    assert (found.body.tax_code, found.history[0].source) == (CODE, "register")


def test_people_join_and_leave_a_household_with_their_days() -> None:
    here = town()
    submitted(here, [person(1), person(2), person(3)])
    by, grounds = here.lister, Grounds("paper", "Sổ hộ khẩu số 12", date(2021, 1, 1), here.lister)
    with acting(by):
        one, two, three = Person.objects.order_by("identity")
        home = open_household(one.pk, "Thôn Đoài", grounds, by=by, at=here.later())
        child = join(home.pk, two.pk, Member.Relation.CHILD, grounds, by=by, at=here.later())
        with pytest.raises(Refused):
            join(home.pk, three.pk, Member.Relation.HEAD, grounds, by=by, at=here.later())
        other = open_household(three.pk, "Thôn Đông", grounds, by=by, at=here.later())
        with pytest.raises(Refused, match="còn thuộc một hộ"):
            join(other.pk, two.pk, Member.Relation.SPOUSE, grounds, by=by, at=here.later())
        leave(child.pk, until=date(2021, 6, 30), because="Lấy chồng", by=by, at=here.later())
        with pytest.raises(AlreadyDone):
            leave(child.pk, until=date(2021, 6, 30), because="Lấy chồng", by=by, at=here.later())
        join(other.pk, two.pk, Member.Relation.SPOUSE, Grounds("paper", "Giấy đăng ký kết hôn", date(2021, 7, 1), by), by=by, at=here.later())
        assert [row.person_id for row in members_on(home.pk, date(2021, 5, 1), seen_by=by)] == [one.pk, two.pk]
        assert [row.person_id for row in members_on(home.pk, date(2021, 8, 1), seen_by=by)] == [one.pk]
