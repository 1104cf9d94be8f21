"""Notes stand on the pages where work is done: first what is for the reader, counted in her inbox, taken away as a table. The key that writes one: `test_the_inbox_by_keys.py`."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from ansinh.delivery.cases.models import Claim, Dossier
from ansinh.delivery.cases.models_notes import Note
from ansinh.delivery.cases.write_note import Said, write_note
from ansinh.delivery.offices.models import Role
from ansinh.delivery.offices.scope import NATION, acting
from ansinh.delivery.registry.models import Access, Person
from delivery.casework import Town, forwarded, officer, person, submitted, task_of, town

if TYPE_CHECKING:
    from django.test import Client

    from ansinh.delivery.offices.models import Officer

SignIn = Callable[["Officer"], "Client"]
RANG = "Đã gọi công ty, thứ Hai có bảng lương"


def appraised(here: Town) -> tuple[Dossier, Claim]:
    dossier = submitted(here, [person(1), person(2)])
    forwarded(here, dossier)
    with acting(NATION):
        return dossier, Claim.objects.get(dossier=dossier, order=1)


def wrote(here: Town, dossier: Dossier, by: Officer, text: str = RANG, **more: Any) -> Note:
    with acting(by):
        return write_note(dossier.pk, Said(text, **more), by=by, at=here.later())


@pytest.mark.django_db
def test_a_note_is_written_where_one_works_and_stands_first_for_whom_it_is(signed_in: SignIn) -> None:
    here = town()
    dossier, claim = appraised(here)
    page, new = f"/ho-so/{dossier.pk}/", f"/ho-so/{dossier.pk}/ghi-chu/them/"
    lister, appraiser = signed_in(here.lister), signed_in(here.appraiser)
    assert 'id="note_text"' in lister.get(page).content.decode()
    told = {"text": RANG, "whom": f"nguoi:{here.appraiser.pk}", "nguoi": str(claim.pk), "withheld": "on"}
    assert lister.post(new, {**told, "whom": "nguoi:x"}).status_code == 422
    refused = lister.post(new, {**told, "text": "CCCD 030187000001"})
    assert (refused.status_code, "chỉ ghi ba số cuối" in refused.content.decode().lower()) == (409, True)
    assert lister.post(new, told)["Location"] == f"/ho-so/{dossier.pk}/nguoi/{claim.pk}/"
    assert lister.post(new, told).status_code == 302  # a second click
    with acting(NATION):
        assert Note.objects.get().withheld
    for address in (page, f"/ho-so/{dossier.pk}/nguoi/{claim.pk}/"):
        seen = appraiser.get(address)
        assert [one.words for one in seen.context["notes_top"]] == [RANG]
        assert seen.content.decode().index("Cho ông/bà") < seen.content.decode().index("Theo quy định")
    assert "1 ghi chú" in appraiser.get(page).content.decode()
    desk = appraiser.get("/ban-lam-viec/").content.decode()
    assert "Ghi chú cho ông/bà" in desk
    assert f'data-key="n" href="{new}?tu=viec' in desk
    assert appraiser.post(f"{new}?tu=viec&after=", {"text": "Chờ bảng lương"})["Location"] == f"/ban-lam-viec/?o={task_of(dossier).pk}"


@pytest.mark.django_db
def test_the_list_is_narrowed_searched_and_taken_away_and_a_note_struck_out_by_its_writer_alone(signed_in: SignIn) -> None:
    here = town()
    dossier, claim = appraised(here)
    note = wrote(here, dossier, here.lister, "=Nhầm hồ sơ", claim=claim.pk)
    wrote(here, dossier, here.lister, "Ghim điều này", pinned=True)
    listed, strike = f"/ho-so/{dossier.pk}/ghi-chu/", f"/ho-so/{dossier.pk}/ghi-chu/{note.pk}/gach-bo/"
    lister, appraiser = signed_in(here.lister), signed_in(here.appraiser)
    assert appraiser.get(strike)["Location"] == listed
    assert appraiser.post(strike, {"text": "Không phải tôi"}).status_code == 403
    assert lister.post(strike, {"text": ""}).status_code == 422
    assert lister.post(strike, {"text": "Của hồ sơ khác"})["Location"] == listed
    for query, count in (("", 2), ("?xem=people", 1), ("?xem=dossier", 1), ("?xem=struck", 1), ("?q=ghim", 1), ("?q=nh%E1%BA%A7m", 0), ("?xem=x", 2)):
        assert len(appraiser.get(listed + query).context["notes"]) == count, query
    struck = appraiser.get(listed).content.decode()
    assert "Của hồ sơ khác" in struck
    assert "Nhầm hồ sơ" not in struck
    rows = list(csv.reader(io.StringIO(lister.get(f"/ho-so/{dossier.pk}/ghi-chu.csv?xem=people").content.decode("utf-8-sig"))))
    assert rows[1][1:3] == [claim.receipt, "'=Nhầm hồ sơ"]
    assert len([row for row in rows if row]) == 3  # heads, one note, who took it
    analyst = signed_in(officer("tong-hop", here.offices["province"], Role.ANALYST))
    assert analyst.get(listed).status_code == 403
    assert "Ghim điều này" not in analyst.get(f"/ho-so/{dossier.pk}/").content.decode()


@pytest.mark.django_db
def test_an_inspector_chooses_who_reads_and_her_look_at_struck_out_words_is_kept(signed_in: SignIn) -> None:
    here = town()
    dossier, claim = appraised(here)
    front = officer("thanh-tra", here.offices["province"], Role.SUPERVISOR)
    listed, new, page = f"/ho-so/{dossier.pk}/ghi-chu/", f"/ho-so/{dossier.pk}/ghi-chu/them/", f"/ho-so/{dossier.pk}/"
    inspector, lister = signed_in(front), signed_in(here.lister)
    assert "Ai đọc được?" not in lister.get(page).content.decode()
    assert "Ai đọc được?" in inspector.get(page).content.decode()
    inspector.post(new, {"text": "Chờ đối chiếu riêng", "audience": "giam-sat"})
    inspector.post(new, {"text": "Thiếu hai hộ", "audience": "don-vi"})
    assert inspector.post(new, {"text": "Chờ đối chiếu riêng, không nói", "audience": ""}).status_code == 422
    for address in (page, listed):
        assert "Chờ đối chiếu riêng" in inspector.get(address).content.decode()
        assert "Chờ đối chiếu riêng" not in lister.get(address).content.decode()
        assert "Thiếu hai hộ" in lister.get(address).content.decode()
    assert "Chờ đối chiếu riêng" not in lister.get(f"/ho-so/{dossier.pk}/ghi-chu.csv").content.decode()
    note = wrote(here, dossier, here.lister, "Nhầm người", claim=claim.pk)
    with acting(NATION):
        before = Access.objects.count()
    lister.post(f"{listed}{note.pk}/gach-bo/", {"text": "Của người khác"})
    lister.get(listed)
    assert "Nhầm người" in inspector.get(listed).content.decode()
    with acting(NATION):
        (look,) = Access.objects.order_by("pk")[before:]
        person = Person.objects.get(province=claim.province, identity=claim.identity)
    assert (look.officer, look.kind, look.purpose, look.person, look.found) == (front, "open", "supervise", person.pk, 1)
    assert claim.receipt in look.text
    inspector.get(f"/ho-so/{dossier.pk}/ghi-chu.csv")
    with acting(NATION):
        assert Access.objects.count() == before + 2
