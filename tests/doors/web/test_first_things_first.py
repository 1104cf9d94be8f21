"""An act is offered where it can be done: before that the page says what comes first, and an inbox leads to it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from ansinh.delivery.cases import take_step
from ansinh.delivery.cases.ask import ask
from ansinh.delivery.grievances.decide import uphold
from ansinh.delivery.grievances.file import Told, file
from ansinh.delivery.offices.scope import acting
from delivery.casework import Town, forwarded, officer, person, posted_long_enough, submitted, task_of, town

if TYPE_CHECKING:
    from django.test import Client

    from ansinh.delivery.cases.models import Dossier
    from ansinh.delivery.offices.models import Officer

pytestmark = pytest.mark.django_db
SignIn = Callable[["Officer"], "Client"]


@pytest.fixture
def here() -> Town:
    made = town()
    made.at = timezone.now() - timedelta(days=1)
    made.officers["head"] = officer("head.commune", made.offices["commune"], "chief")
    return made


def posted(here: Town, dossier: Dossier) -> None:
    with acting(here.lister):
        take_step.post_list(task_of(dossier).pk, by=here.lister, at=here.later(), posted_on=timezone.localtime(here.at).date())


def test_a_list_that_must_be_posted_leads_to_posting_then_waits_and_only_then_goes_on(here: Town, signed_in: SignIn) -> None:
    dossier = submitted(here, [person(1)])
    client, address = signed_in(here.lister), f"/ho-so/{dossier.pk}/"

    def offered() -> set[str]:
        page = client.get("/ban-lam-viec/").content.decode()
        return {part for part in ("niem-yet/ngay/", "chuyen/") if f'data-key="a" href="{address}{part}' in page}

    assert offered() == {"niem-yet/ngay/"}
    answer = client.get(f"{address}chuyen/", follow=True)
    assert "Làm trước những việc nêu dưới đây" in answer.content.decode()
    assert "Cần niêm yết trước khi chuyển" in answer.content.decode()
    posted(here, dossier)
    assert offered() == set(), "nothing to press while the list is posted"
    page = client.get("/ban-lam-viec/").content.decode()
    assert "Đang niêm yết, hết hạn thì chuyển" in page
    assert "Xem trước: trả lại" not in page, "a first step has nobody to return to"
    assert client.get(f"{address}chuyen/").status_code == 302
    posted_long_enough(task_of(dossier), at=timezone.now())
    assert offered() == {"chuyen/"}
    assert client.get(f"{address}chuyen/").status_code == 200


def test_a_dossier_with_an_open_objection_says_so_and_offers_no_step_on(here: Town, signed_in: SignIn) -> None:
    dossier = submitted(here, [person(1)])
    posted(here, dossier)
    told = file(Told(kind="objection", text="Người này có lương hưu", dossier=dossier.pk), channel="web", by=None, at=here.later())
    posted_long_enough(task_of(dossier), at=timezone.now())
    client, address = signed_in(here.lister), f"/ho-so/{dossier.pk}/"
    page = client.get(address).content.decode()
    assert "1 ý kiến về danh sách niêm yết chưa được trả lời" in page
    assert f'href="{address}chuyen/"' not in page
    assert client.get(f"{address}chuyen/").status_code == 302
    with acting(here.head):
        uphold(told.pk, reason="Đã xác minh, đưa ra khỏi danh sách", remedy="ordered", by=here.head, at=here.later())
    page = client.get(address).content.decode()
    assert f'href="{address}chuyen/"' in page
    assert "chưa báo đã làm" in page, "what an upheld objection orders stands where one would hand on"


def test_what_was_asked_for_once_is_not_asked_again_and_nothing_is_called_ready_meanwhile(here: Town, signed_in: SignIn) -> None:
    dossier = submitted(here, [person(1)])
    forwarded(here, dossier)
    client, address = signed_in(here.appraiser), f"/ho-so/{dossier.pk}/"
    assert "Sẵn sàng chuyển bước sau" in client.get(address).content.decode()
    with acting(here.appraiser):
        ask(task_of(dossier).pk, by=here.appraiser, at=here.later(), what="Bản chụp căn cước")
    page = client.get(address).content.decode()
    assert "Sẵn sàng chuyển bước sau" not in page
    assert "Đang chờ bổ sung" in page
    assert "chỉ yêu cầu một lần" in client.get(f"{address}yeu-cau/", follow=True).content.decode()
