"""Somebody is transferred today: her work here has an owner at once, her account goes with her, and the head sees all of it beforehand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from ansinh.delivery.cases import hand_over
from ansinh.delivery.cases.transfer import offices_to, transfer
from ansinh.delivery.evidence.models import Event
from ansinh.delivery.notices.models import Notice
from ansinh.delivery.offices.models import Office, Officer, Role
from ansinh.delivery.offices.queries import roles_of
from ansinh.delivery.offices.refusals import NotYours, Refused
from ansinh.delivery.offices.scope import NATION, acting
from delivery.casework import Town, forwarded, officer, person, submitted, task_of, town

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db
SignIn = Callable[[Officer], "Client"]
BASIS = "Quyết định điều động 21/QĐ-UBND"


@pytest.fixture
def here() -> Town:
    """A town whose district has a second appraiser and a head."""
    made = town()
    made.officers["second"] = officer("second.291", made.offices["district"], Role.APPRAISER)
    made.officers["head"] = officer("head.291", made.offices["district"], Role.CHIEF)
    return made


def moved(here: Town, to: Office, *, by: Officer | None = None, who: Officer | None = None) -> Officer:
    with acting(by or here.head):
        return transfer((who or here.appraiser).pk, to, basis=BASIS, by=by or here.head, at=here.later())


def test_her_roles_end_her_work_goes_to_a_colleague_and_her_account_goes_with_her(here: Town) -> None:
    dossier = submitted(here, [person(1)])
    forwarded(here, dossier)
    before = (here.appraiser.username, here.appraiser.password)
    gone = moved(here, here.offices["province"])
    gone.refresh_from_db()
    assert (gone.username, gone.password) == before
    assert (gone.office, gone.is_active) == (here.offices["province"], True)
    assert roles_of(gone, on=timezone.localtime(here.at).date()) == frozenset()
    assert task_of(dossier).owner == here.second
    with acting(NATION):
        assert hand_over.without_owner(at=here.at) == {}
        told = Event.objects.get(verb="cases.transfer", subject=gone.pk)
        assert ((told.before or {})["office"], (told.after or {})["basis"]) == (here.offices["district"].name, BASIS)
        assert here.offices["province"].name in Notice.objects.get(kind="account_moved", subject=gone.pk).text_vi


def test_only_her_head_may_and_only_within_the_province(here: Town) -> None:
    far = town("26734", "760", "79")
    with pytest.raises(Refused, match="cùng tỉnh"):
        moved(here, far.offices["district"])
    with pytest.raises(Refused, match="cùng tỉnh"):
        moved(here, here.offices["district"])
    for by, who in ((here.second, here.appraiser), (here.head, here.head), (here.head, here.lister)):
        with pytest.raises(NotYours):
            moved(here, here.offices["province"], by=by, who=who)
    assert set(offices_to(here.offices["district"]).values_list("province", flat=True)) == {"30"}


@pytest.mark.parametrize("deputy", [True, False])
def test_who_is_away_or_stands_in_ends_that_first(here: Town, *, deputy: bool) -> None:
    absent, other = (here.second, here.appraiser) if deputy else (here.appraiser, here.second)
    with acting(absent):
        hand_over.record_absence(absent, other, since=here.at + timedelta(days=2), until=None, basis=BASIS, by=absent, at=here.at)
    with pytest.raises(Refused, match="Kết thúc hay bỏ đợt vắng"):
        moved(here, here.offices["province"])


def test_the_head_chooses_sees_what_it_does_and_does_it_once(here: Town, signed_in: SignIn) -> None:
    dossier = submitted(here, [person(1)])
    forwarded(here, dossier)
    client, address = signed_in(here.head), f"/don-vi/can-bo/{here.appraiser.pk}/dieu-dong/"
    assert address in client.get("/don-vi/").content.decode()
    assert address not in signed_in(here.second).get("/don-vi/").content.decode()
    assert client.post(address, {"office": "", "basis": ""}).status_code == 422
    commune = f'value="{here.offices["commune"].pk}"'
    assert commune in client.get(f"{address}?q=an binh").content.decode(), "found without marks"
    assert commune not in client.get(f"{address}?q=khong co").content.decode()
    told = {"office": str(here.offices["province"].pk), "basis": BASIS}
    page = client.post(address, told)
    assert page.status_code == 200
    assert "1 việc đang mở" in page.content.decode()
    assert str(here.second) in page.content.decode()
    assert task_of(dossier).owner == here.appraiser, "only shown"
    for said in ("Đã điều động", "đã ở đơn vị ấy"):  # the second click finds the first one's effect
        assert said in client.post(address, {**told, "seen": "1"}, follow=True).content.decode()
    assert task_of(dossier).owner == here.second
    assert signed_in(here.second).get(f"/don-vi/can-bo/{here.head.pk}/dieu-dong/").status_code == 403
