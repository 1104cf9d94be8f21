"""The queue of pairs by its pages: seen in its place alone, decided by its owner, in full view of both and kept; narrow, wide and accessible."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.test import Client

from ansinh.delivery.offices.scope import NATION, acting
from ansinh.delivery.registry.models import Access, Person
from ansinh.delivery.registry.models_pairs import Resemblance, Sweep
from delivery.casework import Town, person, submitted, town

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser

    from ansinh.delivery.offices.models import Officer

AXE = Path(__file__).resolve().parents[3] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
GROUNDS = {"say": "same", "same-evidence": "Đối chiếu thẻ tại nhà", "same-reason": "Cùng ngày sinh, cùng nhà"}


def filled() -> tuple[Town, Resemblance, Sweep]:
    here = town()
    submitted(
        here,
        [
            person(1, full_name="Nguyễn Thị Ngọc Khuê"),
            person(2, full_name="Nguyễn Ngọc Khuê", id_number="024205282", id_kind="cmnd", date_of_birth="1987-05-03"),
        ],
    )
    place = {"province": "30", "district": "291", "commune": "10630"}
    with acting(NATION):
        one, other = Person.objects.order_by("id")
        pair = Resemblance.objects.create(one=one, other=other, likely_permille=987, owner=here.lister, found_at=here.at, **place)
        sweep = Sweep.objects.create(at=here.at, people=60, alike=41, state="stopped", owner=here.lister, **place)
    return here, pair, sweep


def addresses(pair: Resemblance, sweep: Sweep) -> dict[str, str]:
    return {"pairs": "/nguoi/trung/", "pair": f"/nguoi/trung/{pair.pk}/", "sweep": f"/nguoi/trung/lo/{sweep.pk}/"}


@pytest.mark.django_db
def test_another_places_officers_get_404_and_a_visitor_is_led_to_sign_in(signed_in: Callable[[Officer], Client]) -> None:
    _here, pair, sweep = filled()
    there, far = town("10633"), town("26734", "760", "79")
    for who in (there.lister, far.lister, far.chair):
        for name, address in addresses(pair, sweep).items():
            expected = 200 if name == "pairs" else 404
            assert signed_in(who).get(address).status_code == expected, (who.username, name)
            assert signed_in(who).post(address, {**GROUNDS, "answer": "real", "reason": "Đã xem"}).status_code in (404, 405), (who.username, name)
        assert "Khuê" not in signed_in(who).get("/nguoi/trung/").content.decode()
    for address in addresses(pair, sweep).values():
        assert Client().get(address).status_code == 302


@pytest.mark.django_db
def test_the_owner_decides_and_others_of_the_place_only_see_whose_it_is(signed_in: Callable[[Officer], Client]) -> None:
    here, pair, sweep = filled()
    known = addresses(pair, sweep)
    seen = signed_in(here.appraiser).get(known["pair"]).content.decode()
    assert str(here.lister) in seen
    assert "Đúng là một người" not in seen
    assert signed_in(here.appraiser).post(known["pair"], GROUNDS).status_code == 403
    client = signed_in(here.lister)
    assert "Khuê" in client.get(known["pairs"]).content.decode()
    shown = client.get(known["pair"]).content.decode()
    assert shown.count(">khác<") >= 3
    assert client.post(known["pair"], {"say": "different", "different-reason": ""}).status_code == 422
    assert "hai người khác nhau" in client.post(known["pair"], {"say": "different", "different-reason": "Hai chị em"}, follow=True).content.decode()
    assert "chờ xem lại" in client.post(known["pair"], {"say": "undo", "undo-reason": "Nhầm hai chị em"}, follow=True).content.decode()
    assert "cùng một người" in client.post(known["pair"], GROUNDS, follow=True).content.decode()
    with acting(NATION):
        assert Person.objects.filter(same_as__isnull=False).count() == 1
        assert Access.objects.filter(kind="open", text="Đối chiếu cặp nghi trùng").count() >= 2


@pytest.mark.django_db
def test_a_stopped_batch_asks_its_owner_and_takes_one_answer(signed_in: Callable[[Officer], Client]) -> None:
    here, pair, sweep = filled()
    address = addresses(pair, sweep)["sweep"]
    client = signed_in(here.lister)
    assert "41" in client.get("/nguoi/trung/").content.decode()
    assert "68 %" in client.get(address).content.decode()
    assert client.post(address, {"reason": "Đã xem lại tệp"}).status_code == 422
    assert client.post(address, {"answer": "wrong", "reason": "Cột tên bị lặp"}, follow=True).status_code == 200
    assert "Cột tên bị lặp" in client.get(address).content.decode()
    assert signed_in(here.appraiser).post(address, {"answer": "real", "reason": "Đã xem lại tệp"}, follow=True).status_code == 200
    with acting(NATION):
        assert Sweep.objects.get().state == "dropped"


def test_the_queue_is_accessible_and_fits(
    own_db: str, browser: Browser, live_server_url: str, signed_in: Callable[[Officer], Client], screenshots: Path
) -> None:
    here, pair, sweep = filled()
    context = browser.new_context(base_url=live_server_url, locale="vi-VN")
    key = signed_in(here.lister).cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server_url}])
    page, wrong = context.new_page(), []
    for name, address in addresses(pair, sweep).items():
        page.goto(address)
        page.evaluate(AXE.read_text(encoding="utf-8"))
        for width in (360, 1280):
            page.set_viewport_size({"width": width, "height": 900})  # the same page, laid out anew
            page.screenshot(path=screenshots / f"people-{name}-{width}.png", full_page=True)
            found = page.evaluate("axe.run(document, {resultTypes: ['violations'], preload: false})")["violations"]
            wrong += [f"{name} {width} {rule['id']}: {rule['nodes'][0]['html'][:160]}" for rule in found if rule["impact"] in ("serious", "critical")]
            beyond = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            wrong += [f"{name}: {beyond} px too wide at {width}"] if beyond else []
    context.close()
    assert wrong == []
