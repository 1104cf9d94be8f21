"""By no page and no file does an officer learn whether somebody claimed beyond her place, but for “already drawn in this group”.

Two people of one commune differ only in what the first did elsewhere. Whatever every role is shown of both is compared word for word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection

from ansinh.delivery.cases import queries
from ansinh.delivery.cases.models import Claim, Dossier
from ansinh.delivery.cases.same_person import link_identifiers
from ansinh.delivery.offices.models import Role
from ansinh.delivery.offices.scope import NATION, acting
from ansinh.delivery.registry.models import Person
from delivery.casework import Town, approved, officer, person, submitted, town

if TYPE_CHECKING:
    from django.test import Client

    from ansinh.delivery.offices.models import Officer

pytestmark = pytest.mark.django_db
SignIn = Callable[["Officer"], "Client"]
OWN = (
    re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"), re.compile(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{3}\b"), re.compile(r"30-2021-\d{6}"),
    re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"'), re.compile(r"(?<=Hoa )[12]"), re.compile(r"00[12]\b"), re.compile(r'nonce="[^"]*"'), re.compile(r"\d\d:\d\d, \d+/\d+/\d{4}"),
)  # fmt: skip
"""What is each row's own: keys, codes, numbers, the two names, moments."""
FAR = ("Quận 1", "Hồ Chí Minh", "Phường Tân Định", "26734", "79-2021", "lister.26734", "Lister 26734")
ROLES = ("lister", "head", "supervisor")
DRAWN = re.compile(r"<strong>Đã có hồ sơ khác</strong> đang giữ lượt hưởng của nhóm này")


@pytest.fixture
def here() -> Town:
    made = town()
    for role, level in (("supervisor", "province"), ("verifier", "district"), ("head", "commune")):
        made.officers[role] = officer(f"{role}.elsewhere", made.offices[level], Role.CHIEF if role == "head" else Role(role))
    return made


def shown(client: Client, dossier: Dossier) -> Iterator[tuple[str, str]]:
    """Every page and file in which a person of a dossier stands."""
    with acting(NATION):
        claim = Claim.objects.get(dossier=dossier)
        who = Person.objects.get(province=claim.province, identity=claim.identity)
    at = f"/ho-so/{dossier.pk}/"
    for tail in (
        "",
        "?xem=ineligible",
        "?xem=fit",
        "xuat.csv",
        "niem-yet/",
        f"loai/?claim={claim.pk}",
        "chuyen/",
        "tra-lai/",
        f"nguoi/{claim.pk}/",
        f"nguoi/{claim.pk}/day-du/",
    ):
        yield OWN[0].sub("·", tail), plain(client.get(at + tail))
    yield "in full", plain(client.post(f"{at}nguoi/{claim.pk}/day-du/", {"purpose": "verify", "because": "Đối chiếu hồ sơ"}))
    yield "search", plain(client.get("/nguoi/tim/", {"q": who.id_number, "muc-dich": "verify"}))
    for tail in ("", "mo/"):
        yield f"person {tail}", plain(client.get(f"/nguoi/{who.pk}/{tail}"))
    yield "desk", plain(client.get("/ban-lam-viec/", {"q": claim.receipt}))


def plain(answer: Any) -> str:
    text = str(answer.content.decode("utf-8", "replace"))
    for found in OWN:
        text = found.sub("·", text)
    return text


def test_whoever_claimed_far_away_in_vain_is_shown_as_anybody_to_every_role(here: Town, signed_in: SignIn) -> None:
    far = town("26734", "760", "79")
    submitted(far, [person(1, date_of_birth="2015-03-05", facts={"informal_worker": False})])
    one, other = submitted(here, [person(1)]), submitted(here, [person(2)])
    for role in ROLES:
        client = signed_in(here.officers[role])
        client.get("/ban-lam-viec/")
        of_one, of_other = dict(shown(client, one)), dict(shown(client, other))
        for page, text in of_one.items():
            assert not [word for word in FAR if word in text], (role, page)
            assert text == of_other[page], (role, page)


def test_whoever_drew_far_away_is_shown_so_and_no_other_word_of_it(here: Town, signed_in: SignIn) -> None:
    approved(town("26734", "760", "79"), [person(1)])
    dossier = submitted(here, [person(1)])
    for role in ROLES:
        client = signed_in(here.officers[role])
        texts = dict(shown(client, dossier))
        for page, text in {**texts, "list": plain(client.get(f"/ho-so/{dossier.pk}/?xem=elsewhere"))}.items():
            assert not [word for word in FAR if word in text], (role, page)
            assert "Đã duyệt</strong>" not in text, (role, page)
        assert DRAWN.search(texts[""]), role


def test_the_next_commune_is_far_away_to_a_commune_and_near_to_the_province(here: Town, signed_in: SignIn) -> None:
    near = town("10633")
    approved(near, [person(1)])
    dossier = submitted(here, [person(1)])
    with acting(here.lister):
        row = queries.claims(dossier, seen_by=here.lister).rows[0]
        assert queries.conflicts(dossier, [row], seen_by=here.lister) == {row.pk: queries.ELSEWHERE}
    with acting(here.chair):
        assert queries.conflicts(dossier, [row], seen_by=here.chair)[row.pk].commune == "10633"
    assert DRAWN.search(plain(signed_in(here.lister).get(f"/ho-so/{dossier.pk}/")))
    seen_above = signed_in(here.chair).get(f"/ho-so/{dossier.pk}/").content.decode()
    assert "Đã có hồ sơ khác" in seen_above
    assert not DRAWN.search(plain(signed_in(here.chair).get(f"/ho-so/{dossier.pk}/")))


def test_linking_a_number_that_drew_far_away_tells_no_more(here: Town, signed_in: SignIn) -> None:
    approved(town("26734", "760", "79"), [person(1, id_number="024205282", id_kind="cmnd")])
    dossier = submitted(here, [person(1)])
    with acting(here.lister):
        who = Person.objects.get(id_number="030187000001")
        link_identifiers(who.pk, "cmnd:024205282", evidence="Giấy xác nhận của Công an", reason="Đã đổi thẻ", by=here.lister, at=here.later())
    for role in ("lister", "supervisor"):
        for page, text in shown(signed_in(here.officers[role]), dossier):
            assert not [word for word in FAR if word in text], (role, page)


def test_the_comparison_sees_a_planted_difference(here: Town, signed_in: SignIn) -> None:
    one, other = submitted(here, [person(1)]), submitted(here, [person(2)])
    with acting(NATION), connection.cursor() as cursor:
        cursor.execute("UPDATE cases_claim SET address = 'trước ở nơi khác' WHERE dossier_id = %s", [one.pk])
    client = signed_in(here.lister)
    of_one, of_other = dict(shown(client, one)), dict(shown(client, other))
    assert [page for page in of_one if of_one[page] != of_other[page]]
