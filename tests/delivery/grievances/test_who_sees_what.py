"""A sensitive complaint is seen by who answers it and by supervisors of the place, whatever way is tried; a posted list shows no more than it must."""

from __future__ import annotations

import pytest
from django.db import connection

from ansinh.delivery.cases.models import Claim
from ansinh.delivery.grievances import posted as posted_lists
from ansinh.delivery.grievances import queries
from ansinh.delivery.grievances.decide import dismiss
from ansinh.delivery.grievances.models import Grievance
from ansinh.delivery.offices.models import Officer
from ansinh.delivery.offices.scope import NATION, acting
from delivery.casework import Town, forwarded, task_of
from delivery.grievances.complaining import SAID, claim_of, complained, headed, posted

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> Town:
    return headed()


def seen(here: Town, officer: Officer) -> set[str]:
    with acting(officer):
        return set(queries.seen(seen_by=officer, on=here.at.date()).values_list("kind", flat=True))


def test_a_sensitive_complaint_is_there_for_its_owner_and_supervisors_alone(here: Town) -> None:
    made = complained(here, kind="conduct")
    complained(here)
    assert made.owner == here.district_chief
    for name in ("lister", "commune_chief", "appraiser", "chair", "province_chief", "payer"):
        assert seen(here, here.officers[name]) == {"missing"}, name
    for name in ("district_chief", "supervisor"):
        assert seen(here, here.officers[name]) == {"missing", "conduct"}, name


def test_another_communes_officers_and_supervisors_see_nothing(here: Town) -> None:
    complained(here)
    complained(here, kind="conduct")
    there, far = headed("10633"), headed("26734", "760", "79")
    assert [seen(here, one) for one in (there.lister, there.commune_chief, far.supervisor, far.province_chief)] == [set()] * 4


def test_the_database_hides_a_sensitive_one_from_a_query_that_forgot_to_ask(here: Town) -> None:
    made = complained(here, kind="conduct")
    for who in (here.commune_chief, here.province_chief, NATION):
        with acting(who):
            assert not Grievance.objects.filter(pk=made.pk).exists()
            assert Grievance.objects.filter(pk=made.pk).update(reason="x") == 0


def test_who_decided_a_sensitive_one_still_sees_it(here: Town) -> None:
    made = complained(here, sensitive=True)
    with acting(made.owner):
        dismiss(made.pk, by=made.owner, at=here.later(), reason=SAID)
    assert seen(here, made.owner) == {"missing"}
    assert seen(here, here.lister) == set()


def test_what_one_officer_may_see_does_not_stay_open_for_the_next_in_the_same_transaction(here: Town) -> None:
    complained(here, kind="conduct")
    with acting(NATION):
        assert seen(here, here.supervisor) == {"conduct"}
        assert seen(here, here.lister) == set()


def test_mine_and_what_was_ordered_of_me_come_apart(here: Town) -> None:
    made = complained(here)
    with acting(here.commune_chief):
        mine, ordered = queries.waiting_for(seen_by=here.commune_chief, on=here.at.date())
    assert ([one.pk for one in mine], ordered) == ([made.pk], [])
    with acting(here.lister):
        assert queries.waiting_for(seen_by=here.lister, on=here.at.date()) == ([], [])


def test_a_posted_list_is_there_from_posting_to_the_end_of_the_step(here: Town) -> None:
    assert posted_lists.communes_posting("30", at=here.at) == []
    dossier = posted(here)
    assert posted_lists.communes_posting("30", at=here.at) == [here.commune]
    assert [one.dossier for one in posted_lists.posted_lists(here.commune, at=here.at)] == [dossier.pk]
    assert posted_lists.posted_list("10633", dossier.pk, at=here.at) is None
    task = task_of(dossier)
    forwarded(here, dossier)
    assert task.posted_on is not None
    assert posted_lists.posted_list(here.commune, dossier.pk, at=here.at) is None
    assert posted_lists.communes_posting("30", at=here.at) == []


def test_who_is_not_posted_cannot_be_asked_for(here: Town) -> None:
    first, second = posted(here), posted(headed("10633"))
    one = posted_lists.posted_list(here.commune, first.pk, at=here.at)
    assert one is not None
    assert posted_lists.person_of(one, claim_of(second).pk) is None
    person = posted_lists.person_of(one, claim_of(first).pk)
    assert person is not None
    assert (person.hamlet, person.birth_year) == ("Thôn Đoài", 1987)


@pytest.mark.parametrize(
    ("address", "hamlet"),
    [
        ("Số 12, ngõ 3, Thôn Đoài, xã An Bình", "Thôn Đoài"), ("Thôn Đoài", "Thôn Đoài"), ("123/4 Nguyễn Trãi, Khu phố 5, P. Bến Nghé", "Khu phố 5"),
        ("45 Lê Lợi", ""), ("", ""), ("Ấp Bình Hòa số nhà 77", "Ấp Bình Hòa"), ("TỔ DÂN PHỐ 7 - phường Hải Tân", "TỔ DÂN PHỐ 7"), ("Xóm 4 ngõ 12, thôn Thượng", "Xóm 4"),
    ],
)  # fmt: skip
def test_of_an_address_only_the_hamlet_is_shown(address: str, hamlet: str) -> None:
    assert posted_lists.hamlet_of(address) == hamlet


def test_a_complaint_touches_no_claim(here: Town) -> None:
    with acting(NATION):
        before = list(Claim.objects.order_by("pk").values())
    complained(here)
    with acting(NATION):
        assert list(Claim.objects.order_by("pk").values()) == before
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('ansinh.sensitive', true)")
        assert cursor.fetchone()[0] in (None, "")
