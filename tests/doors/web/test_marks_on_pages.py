"""Claims are ticked over several pages, or all that a filter shows, and marked by one act that the page shows first and can undo."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from ansinh.delivery.cases.models import Claim, Dossier
from ansinh.delivery.offices.scope import NATION, acting
from ansinh.doors.web.dossiers import marking
from delivery.casework import Town, forwarded, person, submitted, task_of, town

if TYPE_CHECKING:
    from ansinh.delivery.offices.models import Officer

pytestmark = pytest.mark.django_db
SignIn = Callable[["Officer"], Client]
WHY = "Đang hưởng lương hưu theo dữ liệu BHXH"


@pytest.fixture
def here() -> Town:
    return town()


def appraised(here: Town, count: int) -> tuple[Dossier, str]:
    dossier = submitted(here, [person(number) for number in range(1, count + 1)])
    forwarded(here, dossier)
    return dossier, f"/ho-so/{dossier.pk}/danh-dau/"


def excluded(dossier: Dossier) -> list[int]:
    with acting(NATION):
        return list(Claim.objects.filter(dossier=dossier, state="excluded").order_by("order").values_list("order", flat=True))


def test_ticks_are_kept_from_page_to_page_shown_first_done_once_and_undone(here: Town, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(marking, "SIZE", 3)
    dossier, address = appraised(here, 5)
    client, task = signed_in(here.appraiser), str(task_of(dossier).pk)
    first = client.get(address)
    shown = [item["claim"] for item in first.context["claims"]]
    assert len(shown) == 3
    second = client.post(address, {"task": task, "claim": [str(shown[0].pk)], "after": first.context["page"].next})
    assert second.context["elsewhere"] == [str(shown[0].pk)]
    ticked = [*second.context["elsewhere"], str(second.context["claims"][1]["claim"].pk)]
    act: dict[str, Any] = {"task": task, "claim": ticked, "lam": "exclude"}
    seen = client.post(address, act)
    assert "<strong>2 người</strong>, 3.000.000 đồng" in seen.content.decode()
    sure = {**act, "chac-chan": "1", "people": "2", "vnd": "3000000"}
    assert client.post(address, sure).status_code == 422
    assert client.post(address, {**sure, "people": "3", "reason": WHY}).status_code == 409
    assert excluded(dossier) == []
    assert client.post(address, {**sure, "reason": WHY}).status_code == 302
    assert client.post(address, {**sure, "reason": WHY}).status_code == 409  # a second click finds them taken
    assert excluded(dossier) == [1, 5]
    made = client.get(address).context["marks"][0]
    assert client.post(address, {"task": task, "hoan-tac": str(made.pk)}).status_code == 302
    assert excluded(dossier) == []


def test_all_that_a_filter_shows_is_marked_and_nobody_else_may(here: Town, signed_in: SignIn) -> None:
    dossier, address = appraised(here, 12)
    task = str(task_of(dossier).pk)
    act = {"task": task, "tat-ca": "1", "q": "hoa 1", "lam": "exclude", "chac-chan": "1", "people": "4", "vnd": "6000000", "reason": WHY}
    assert signed_in(here.lister).post(address, act).status_code == 403
    assert signed_in(here.chair).get(address).status_code == 302
    client = signed_in(here.appraiser)
    assert client.post(address, {"task": task, "lam": "exclude"}).context["claims"]
    assert client.post(address, act).status_code == 302
    assert excluded(dossier) == [1, 10, 11, 12]
