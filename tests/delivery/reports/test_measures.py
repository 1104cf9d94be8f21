"""A province's group changes on the day its measure does; the ministry may set it otherwise, with a reason."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from ansinh.delivery.cases.measures import impose, set_group
from ansinh.delivery.evidence.models import Event
from ansinh.delivery.offices.groups import groups_on
from ansinh.delivery.offices.models import Office, Role
from ansinh.delivery.offices.models_measures import Measure
from ansinh.delivery.offices.refusals import NotYours, Refused
from ansinh.delivery.offices.scope import NATION, acting
from ansinh.policy.groups import groups_of
from delivery.casework import Town, officer, town

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from ansinh.delivery.offices.models import Officer

pytestmark = pytest.mark.django_db
DAY = date(2021, 8, 6)
ACT = "Công văn 123/UBND-VX ngày 5/8/2021"


def analysts(here: Town) -> tuple[Officer, Officer]:
    """Give an analyst of the province and one of the ministry."""
    ministry, _new = Office.objects.get_or_create(kind="ministry", level="national", defaults={"name": "Bộ", "symbol": "BLĐTBXH"})
    return officer("analyst.province", here.offices["province"], Role.ANALYST), officer("analyst.ministry", ministry, Role.ANALYST)


def test_a_province_goes_from_quiet_to_locked_down_overnight_and_back_on_the_day_it_is_lifted() -> None:
    here = town()
    by, _ministry = analysts(here)
    assert groups_on(DAY) == groups_of()
    with acting(by):
        for directive, begins in (("lifted", DAY - timedelta(30)), ("16", DAY), ("lifted", DAY + timedelta(14))):
            impose("30", directive, begins=begins, document=ACT, by=by, at=here.later())
    nights = {ahead: groups_on(DAY + timedelta(ahead))["30"] for ahead in (-31, -1, 0, 13, 14)}
    assert nights == {-31: groups_of()["30"], -1: "a", 0: "c", 13: "c", 14: "a"}
    assert {code: of for code, of in groups_on(DAY).items() if code != "30"} == {code: of for code, of in groups_of().items() if code != "30"}
    with acting(NATION):
        assert Event.objects.filter(verb="cases.impose", subject_kind="measure", province="30").count() == 3


def test_a_part_under_16_makes_an_outbreak_and_a_later_entry_corrects_an_earlier_one() -> None:
    here = town()
    by, _ministry = analysts(here)
    with acting(by):
        impose("30", "lifted", begins=DAY, document=ACT, by=by, at=here.later())
        impose("10630", "16", begins=DAY, document=ACT, by=by, at=here.later())
        assert groups_on(DAY)["30"] == "b"
        impose("10630", "lifted", begins=DAY, document="Đính chính công văn 123", by=by, at=here.later())
        assert groups_on(DAY)["30"] == "a"


def test_the_ministry_sets_a_group_with_a_reason_and_leaves_it_to_the_measures_again() -> None:
    here = town()
    by, ministry = analysts(here)
    with acting(by):
        impose("30", "16", begins=DAY, document=ACT, by=by, at=here.later())
        with pytest.raises(NotYours):
            set_group("30", "a", begins=DAY, reason="Xin xếp nhóm A", by=by, at=here.later())
    with acting(ministry):
        with pytest.raises(Refused):
            set_group("30", "b", begins=DAY, reason="", by=ministry, at=here.later())
        set_group("30", "b", begins=DAY + timedelta(1), reason="Đã kiểm soát được dịch", by=ministry, at=here.later())
        set_group("30", "", begins=DAY + timedelta(3), reason="Theo biện pháp của tỉnh", by=ministry, at=here.later())
    assert [groups_on(DAY + timedelta(ahead))["30"] for ahead in range(4)] == ["c", "b", "b", "c"]


def test_a_province_enters_its_own_measures_only_and_what_was_entered_stands() -> None:
    here, far = town(), town("26734", "760", "79")
    by, _ministry = analysts(here)
    for who, place in ((by, "79"), (here.chair, "30"), (far.lister, "26734")):
        with acting(who), pytest.raises(NotYours):
            impose(place, "16", begins=DAY, document=ACT, by=who, at=here.later())
    with acting(by):
        for directive, document, place in (("17", ACT, "30"), ("16", "x", "30"), ("16", ACT, "99999")):
            with pytest.raises(Refused):
                impose(place, directive, begins=DAY, document=document, by=by, at=here.later())
        impose("30", "16", begins=DAY, document=ACT, by=by, at=here.later())
        with pytest.raises(DatabaseError), transaction.atomic():
            Measure.objects.update(directive="lifted")


def test_everybody_sees_the_groups_of_a_day_and_an_analyst_enters_a_measure(signed_in: Callable[[Officer], Client], client: Client) -> None:
    here = town()
    by, ministry = analysts(here)
    page = client.get(reverse("measures"), {"ngay": "2021-08-06", "tinh": "30"}).content.decode()
    assert "Hải Dương" in page
    assert reverse("measure_new") not in page
    told = {"part": "", "directive": "16", "begins": f"{timezone.localdate():%d/%m/%Y}", "document": ACT}
    own = signed_in(by)
    assert own.post(reverse("measure_new"), {**told, "document": ""}).status_code == 422
    assert own.post(reverse("measure_new"), told).status_code == 302
    assert "Công văn 123" in client.get(reverse("measures"), {"tinh": "30"}).content.decode()
    assert signed_in(here.lister).get(reverse("measure_new")).status_code == 403
    assert {signed_in(ministry).get(reverse("measure_new"), asked).status_code for asked in ({}, {"tinh": "99"})} == {403}, "the ministry names a province"
    assert signed_in(ministry).post(f"{reverse('group_set')}?tinh=30", {"group": "b", "begins": told["begins"], "reason": "Đã kiểm soát"}).status_code == 302
    assert "Bộ xếp nhóm" in client.get(reverse("measures"), {"tinh": "30"}).content.decode()


def test_the_list_of_provinces_is_searched_filtered_and_taken_away_and_the_map_shows_all_of_them(client: Client) -> None:
    here = town()
    by, _ministry = analysts(here)
    with acting(by):
        impose("30", "16", begins=DAY, document=ACT, by=by, at=here.later())
        impose("10630", "15", begins=DAY, document=ACT, by=by, at=here.later())

    def listed(**asked: str) -> list[tuple[str, str, str]]:
        page = client.get(reverse("measures"), {"ngay": "2021-08-06", **asked})
        return [(row.name, row.group, row.measures) for row in page.context["shown"]]

    assert listed(q="hai duong") == [("Hải Dương", "c", "Chỉ thị 16 cả tỉnh; Chỉ thị 15 ở 1 nơi")]
    assert listed(q="hai duong", nhom="a") == []
    assert {group for _name, group, _measures in listed(nhom="c")} == {"c"}
    assert (len(listed()), len(listed(nhom="nonsense"))) == (63, 63)
    content = client.get(reverse("measures"), {"ngay": "2021-08-06", "tinh": "30", "nhom": "a"}).content.decode()
    assert content.count('class="tile group-') == 63, "the map shows all, whatever the list is filtered by"
    assert 'class="tile group-c here"' in content
    taken = client.get(reverse("measures_export", args=["csv"]), {"ngay": "2021-08-06", "q": "hải dương"}).content.decode().splitlines()
    assert taken[1].split(",")[:3] == ["30", "C", "Hải Dương"]
    assert client.get(reverse("measures_export", args=["exe"])).status_code == 404
