"""The inspector reads what was done in her place, checked against its seals, and who looked at whom; nobody else does."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ansinh.delivery.cases.look_at_claim import look_at_claim
from ansinh.delivery.cases.models import Claim, Dossier
from ansinh.delivery.evidence import queries
from ansinh.delivery.evidence.models import Event
from ansinh.delivery.offices.models import Role
from ansinh.delivery.offices.scope import NATION, acting
from ansinh.delivery.payments.instruct import instruct
from delivery.casework import Town, approved, forwarded, officer, person, submitted, town
from delivery.grievances.complaining import complained

if TYPE_CHECKING:
    from collections.abc import Callable

    import psycopg
    from django.test import Client

    from ansinh.delivery.offices.models import Officer

SPAN = {"tu": "2021-08-01", "den": "2021-08-31"}


@pytest.fixture
def here(db: None) -> Town:
    made = town()
    made.officers["inspector"] = officer("inspector.30", made.offices["province"], Role.SUPERVISOR, name="Thanh Tra Viên")
    forwarded(made, submitted(made, [person(1), person(2)]))
    return made


def text(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_every_act_stands_with_who_when_where_and_its_seal(here: Town, signed_in: Callable[[Officer], Client]) -> None:
    client = signed_in(here.inspector)
    page = client.get("/nhat-ky/", SPAN)
    said = text(page)
    for word in ("Nộp thành hồ sơ", "Niêm yết danh sách", "Chuyển bước sau", "Lister 10630", "Khớp", "mắt xích"):
        assert word in said, word
    assert "Không khớp" not in said
    acts = [item["event"].act for item in page.context["rows"]]
    assert len(acts) == len(set(acts)) == 4
    one = text(client.get(f"/nhat-ky/{acts[0]}/"))
    assert "Các thay đổi" in one


def test_filters_find_and_bound_what_is_seen(here: Town, signed_in: Callable[[Officer], Client]) -> None:
    client = signed_in(here.inspector)
    for more, expected in (
        ({}, 4),
        ({"viec": "cases.submit"}, 1),
        ({"ai": "lister"}, 4),
        ({"ai": "appraiser"}, 0),
        ({"noi": "10630"}, 4),
        ({"noi": "10633"}, 0),
        ({"noi": "xã an bình"}, 4),
        ({"noi": "An Binh, Nam Sach"}, 4),
        ({"noi": "Nam Sách"}, 4),
        ({"noi": "An Lâm"}, 0),
        ({"noi": "Bến Nghé"}, 0),
        ({"tu": "x"}, 4),
    ):
        rows = client.get("/nhat-ky/", {**SPAN, **more}).context["rows"]
        assert len(rows) == expected, more
    assert client.get("/nhat-ky/").context["rows"] == []  # the last thirty days; this happened in 2021


def test_a_name_that_several_places_bear_shows_them_all_and_leads_to_each(here: Town, signed_in: Callable[[Officer], Client]) -> None:
    page = signed_in(here.inspector).get("/nhat-ky/", {**SPAN, "noi": "Hồng Phong"})
    said = text(page)
    assert all(word in said for word in ("Xã Hồng Phong, Huyện Nam Sách", "Xã Hồng Phong, Huyện Ninh Giang", "Chỉ xem một nơi"))
    assert page.content.decode().count("&amp;noi=1") == 3
    assert "không có nơi nào tên “Bến Nghé”" in text(signed_in(here.inspector).get("/nhat-ky/", {**SPAN, "noi": "Bến Nghé"}))


def test_each_act_leads_to_the_dossier_it_was_done_to(here: Town, signed_in: Callable[[Officer], Client]) -> None:
    with acting(NATION):
        dossier = Dossier.objects.get()
    client = signed_in(here.inspector)
    page = client.get("/nhat-ky/", SPAN)
    assert all(item["dossier"].number == dossier.number for item in page.context["rows"] if item["event"].verb != "cases.receive")
    assert f'href="/ho-so/{dossier.pk}/">Hồ sơ {dossier.number}' in page.content.decode()
    act = next(item["event"].act for item in page.context["rows"] if item["event"].verb == "cases.submit")
    assert f'href="/ho-so/{dossier.pk}/">{dossier.number}' in client.get(f"/nhat-ky/{act}/").content.decode()
    table = client.get("/nhat-ky/xuat.csv", SPAN).content.decode()
    assert all(word in table for word in (dossier.number, "2021-08-06 ", str(dossier.pk)))


def test_the_desk_of_who_watches_leads_to_what_she_watches_and_every_link_opens(here: Town, signed_in: Callable[[Officer], Client]) -> None:
    head = officer("head.10630", here.offices["commune"], Role.CHIEF)
    for who, expected in ((here.inspector, 6), (head, 3)):
        client = signed_in(who)
        desk = client.get("/ban-lam-viec/").content.decode()
        watching = desk[desk.index('id="watching"') :]
        links = re.findall(r'href="([^"]+)"', watching[: watching.index("</section>")])
        assert len(links) == expected
        assert [client.get(link).status_code for link in links] == [200] * expected
    assert 'id="watching"' not in signed_in(here.lister).get("/ban-lam-viec/").content.decode()


def test_acts_of_money_lead_to_their_dossier_and_complaints_to_themselves(here: Town, signed_in: Callable[[Officer], Client]) -> None:
    decision = approved(here, [person(7)])
    with acting(here.payer):
        instruct(decision.pk, by=here.payer, at=here.later())
    made = complained(here)
    page = signed_in(here.inspector).get("/nhat-ky/", SPAN)
    drawn = next(item for item in page.context["rows"] if item["event"].subject_kind == "instruction")
    assert drawn["dossier"].key == decision.dossier_id
    assert f'href="/don-thu/{made.pk}/">Xem đơn' in page.content.decode()


def test_acts_are_paged_by_their_keys_and_a_page_costs_the_same_however_many_there_are(here: Town, signed_in: Callable[[Officer], Client]) -> None:
    for number in range(10, 34):
        submitted(here, [person(number)])
    client, seen, address = signed_in(here.inspector), [], f"/nhat-ky/?tu={SPAN['tu']}&den={SPAN['den']}"
    client.get("/ban-lam-viec/")
    while address:
        with CaptureQueriesContext(connection) as asked:
            page = client.get(address).context
        assert len(asked) <= 14
        seen += [item["event"].act for item in page["rows"]]
        address = page["next_url"]
    with acting(NATION):
        assert seen == list(Event.objects.filter(position=1).order_by("-at", "-id").values_list("act", flat=True))
    assert len(seen) == 52


def test_the_table_to_take_away_names_no_person_concerned(here: Town, signed_in: Callable[[Officer], Client]) -> None:
    answer = signed_in(here.inspector).get("/nhat-ky/xuat.csv", SPAN)
    table = answer.content.decode()
    assert table.count("\n") == 5
    assert "Hoa" not in table
    assert "030187" not in table
    assert table.count("khớp") == 4


def test_only_inspectors_and_administrators_read_it_and_only_in_their_place(here: Town, signed_in: Callable[[Officer], Client]) -> None:
    with acting(NATION):
        act = Event.objects.order_by("at").first().act  # type: ignore[union-attr] # something was done
    admin = officer("admin.30", here.offices["province"], Role.ADMINISTRATOR)
    far = town("26734", "760", "79")
    elsewhere = officer("inspector.79", far.offices["province"], Role.SUPERVISOR)
    for who in (here.lister, here.appraiser, here.chair, here.payer):
        for address in ("/nhat-ky/", "/nhat-ky/xuat.csv", "/nhat-ky/luot-xem/", "/nhat-ky/luot-xem/xuat.csv", f"/nhat-ky/{act}/"):
            assert signed_in(who).get(address).status_code == 403, (who.username, address)
    assert signed_in(admin).get("/nhat-ky/", SPAN).context["rows"]
    assert signed_in(admin).get("/nhat-ky/luot-xem/").status_code == 403
    assert signed_in(elsewhere).get("/nhat-ky/", SPAN).context["rows"] == []
    assert signed_in(elsewhere).get(f"/nhat-ky/{act}/").status_code == 404


def test_looks_at_people_and_papers_stand_with_purpose_and_reason(here: Town, signed_in: Callable[[Officer], Client]) -> None:
    with acting(NATION):
        claim = Claim.objects.order_by("order").first()
    assert claim is not None
    office = here.offices["province"]
    second = officer("chair.two", office, Role.APPROVER, name="Bà Soi")
    with acting(second):
        look_at_claim(claim.pk, purpose="verify", because="Đối chiếu số 030187000001", by=second, at=here.later())
    client = signed_in(here.inspector)
    said = text(client.get("/nhat-ky/luot-xem/", SPAN))
    for word in ("Bà Soi", "Xác minh, đối chiếu", "Xem đầy đủ", "Nguyễn Thị Hoa 1", "Đối chiếu số •••••••••001"):
        assert word in said, word
    assert "030187000001" not in said
    table = client.get("/nhat-ky/luot-xem/xuat.csv", SPAN).content.decode()
    assert all(word in table for word in ("Bà Soi", "Xác minh, đối chiếu", "Đối chiếu số •••••••••001"))
    assert not any(word in table for word in ("Nguyễn Thị Hoa 1", "030187000001"))
    assert client.get("/nhat-ky/luot-xem/xuat.csv", {**SPAN, "xem": "giay-to"}).content.decode().count("\n") == 1
    assert "Không có lượt xem" in text(client.get("/nhat-ky/luot-xem/", {**SPAN, "muc": "search"}))
    assert "Không có lượt xem" in text(client.get("/nhat-ky/luot-xem/", {**SPAN, "xem": "giay-to"}))


def test_an_event_altered_or_removed_behind_the_back_shows_as_a_broken_seal(own_db: str, owner_connection: psycopg.Connection[Any]) -> None:
    made = town()
    for number in range(3):
        submitted(made, [person(number + 1)])
    with acting(NATION):
        acts = list(Event.objects.filter(position=1, verb="cases.submit").order_by("at").values_list("act", flat=True))
        assert [queries.sealed(acts)[act].sound for act in acts] == [True, True, True]
    owner_connection.execute("ALTER TABLE evidence_event DISABLE TRIGGER USER")
    owner_connection.execute("SELECT set_config('ansinh.level', 'national', false)")
    owner_connection.execute("ALTER TABLE evidence_event NO FORCE ROW LEVEL SECURITY")
    owner_connection.execute("UPDATE evidence_event SET officer_name = 'Người khác' WHERE act = %s AND position = 1", [acts[0]])
    owner_connection.execute("DELETE FROM evidence_event WHERE act = %s AND position = 1", [acts[1]])
    with acting(NATION):
        assert [queries.sealed(acts)[act].sound for act in acts] == [False, False, True]
