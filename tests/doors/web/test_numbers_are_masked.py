"""No page, file or answer shows a whole number or day of birth to a role that does not need it there; a log line never does.

Every address without an act is walked as every role with one person's known numbers in every place they can be.
"""

from __future__ import annotations

import io
import logging
import re
import zipfile
from collections.abc import Callable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone
from pypdf import PdfReader

from ansinh.delivery.cases.documents import make_document
from ansinh.delivery.cases.keep import content_of
from ansinh.delivery.cases.letters import print_letters
from ansinh.delivery.cases.models import Claim, Dossier, UploadRow
from ansinh.delivery.cases.notify import notify
from ansinh.delivery.grievances.file import Told, file
from ansinh.delivery.grievances.models import Grievance
from ansinh.delivery.offices.models import Role
from ansinh.delivery.offices.scope import NATION, SYSTEM, acting
from ansinh.delivery.payments import files, instruct, settle
from ansinh.delivery.payments.models import PaymentFile, Repair, Statement
from ansinh.delivery.registry.models import Access, Person
from ansinh.delivery.registry.need import NEED, Where
from ansinh.papers.bank import sandbox
from delivery.casework import Town, approved, officer, person, read_list, submitted, town

if TYPE_CHECKING:
    from pathlib import Path

    from ansinh.delivery.offices.models import Officer

pytestmark = pytest.mark.django_db
SignIn = Callable[["Officer"], "Client"]
ANYBODYS = (
    "luat/",
    "tra-cuu/",
    "khieu-nai/",
    "niem-yet/",
    "xac-minh/",
    "accounts/",
    "kiem-tra/",
    "i18n/",
    "metrics",
    "healthz",
    "readyz",
    "api/v1/openapi.json",
    "api/v1/law/",
)
"""Pages without sign-in, the same for every role; some ask a solver."""
SECRET = {"id_number": "030187954321", "date_of_birth": "1987-09-27", "phone": "0912345671", "account_number": "1000000010404", "bank_name": "Agribank"}
BORN = ("27/9/1987", "27/09/1987", "1987-09-27")
ROLES = {
    "lister": "commune", "verifier": "district", "appraiser": "district", "approver": "province", "payer": "province", "supervisor": "province",
    "analyst": "province", "nobody": "province",
}  # fmt: skip
WHOLE = {
    **dict.fromkeys(("upload_row", "upload_row_confirm", "upload_row_aside", "upload_row_back", "upload_faults", "upload_columns", "upload"), Where.LIST),
    "dossier_export": Where.EXPORT, "claims": Where.PROGRAM, "person_correct": Where.REGISTRY,
    **dict.fromkeys(("decision_document", "decision_annex", "notices_printed"), Where.DECISION),
    "payment_file": Where.PAYMENT, "repair": Where.PAYMENT,
}  # fmt: skip
"""Places where whole numbers stand; which roles are shown them says the table of needs."""


@pytest.fixture
def here() -> Town:
    made = town()
    for role, level in ROLES.items():
        if role not in ("lister", "appraiser", "payer", "approver"):
            made.officers[role] = officer(f"{role}.walk", made.offices[level], *([] if role == "nobody" else [Role(role)]))
    made.officers["approver"] = made.chair
    return made


@pytest.fixture
def keys(here: Town) -> dict[str, Any]:
    """One person everywhere: in a list, a dossier, a decision, a payment file, a statement, a repair, letters, a complaint."""
    upload = read_list(here, [person(1, **SECRET)], policy="nq68-10")
    other = person(2, phone="", account_number="10000000277", bank_name="Agribank")
    decision = approved(here, [person(1, **SECRET), other, person(3, phone="")])
    here_now = timezone.now()
    with acting(here.payer):
        instruct.instruct(decision.pk, by=here.payer, at=here_now)
        made = {one.channel: one for one in files.make_files(decision.pk, by=here.payer, at=here_now)}
        answer = sandbox.answer(content_of(made["bank"].file), at=here_now, booked_on=timezone.localdate()).camt053
        settle.settle(answer, "sao-ke.xml", by=here.payer, at=here_now)
    with acting(NATION):
        notify(decision.pk, actor=SYSTEM, at=here.later())
        make_document(decision.pk, at=here.later())
        claim = Claim.objects.select_related("dossier").get(dossier=decision.dossier_id, order=1)
        receipt, row = claim.receipt, UploadRow.objects.get(upload=upload)
    with acting(here.lister):
        letters = print_letters(decision.pk, by=here.lister, at=here.later())[0]
    grievance = file(Told("decision", "Số tiền chưa đúng như niêm yết", receipt=receipt), channel="web", by=None, at=here.later())
    with acting(NATION):
        assert Repair.objects.exists()
        return {
            "upload": upload.pk, "row": row.pk, "dossier": decision.dossier_id, "claim": claim.pk, "file": letters.pk, "person": Person.objects.get(id_number=SECRET["id_number"]).pk,
            "grievance": Grievance.objects.get(pk=grievance.pk).pk, "decision": decision.pk, "statement": Statement.objects.get().pk,
            "payment_file": PaymentFile.objects.get(channel="bank").pk, "repair": Repair.objects.get().pk, "task": Dossier.objects.get(pk=decision.dossier_id).tasks.first().pk,  # type: ignore[union-attr] # every dossier has one
        }  # fmt: skip


def addresses(keys: dict[str, Any]) -> dict[str, str]:
    """Every address of the system that names nothing, or rows that are there."""
    found: dict[str, str] = {}
    for name, pattern, converters in _patterns(get_resolver().url_patterns, ""):
        values = {**keys, "kind": "csv", "part": "tep", "key": keys.get(name, keys["decision"])}
        if set(converters) <= set(values) and name not in found and not pattern.startswith(ANYBODYS):
            found[name] = "/" + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", pattern).format(**values)
    return found


def _patterns(patterns: Any, before: str) -> Iterator[tuple[str, str, Any]]:
    for one in patterns:
        route = before + str(getattr(one.pattern, "_route", ""))
        if isinstance(one, URLResolver):
            yield from _patterns(one.url_patterns, route)
        elif isinstance(one, URLPattern) and "(" not in route:
            yield (one.name or route, route, one.pattern.converters)


def said(answer: Any) -> str:
    """Give all an answer says, whatever it is packed in."""
    content = b"".join(answer.streaming_content) if getattr(answer, "streaming", False) else answer.content
    if content[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return "\n".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())
    if content[:5] == b"%PDF-":
        return _words_of_pdf(content)
    return str(content.decode("utf-8", "replace"))


@cache
def _words_of_pdf(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def shown_in(text: str) -> set[str]:
    return {name for name in ("id_number", "phone", "account_number") if SECRET[name] in text} | ({"born"} if any(day in text for day in BORN) else set())


def test_a_role_is_shown_whole_numbers_only_where_it_needs_them(here: Town, keys: dict[str, Any], signed_in: SignIn, caplog: pytest.LogCaptureFixture) -> None:
    leaks, reached = [], set()
    with caplog.at_level(logging.INFO):
        for role in ROLES:
            client, walked = signed_in(here.officers[role]), 0
            for name, address in [*addresses(keys).items(), ("people", "/nguoi/tim/?q=nguyen+thi+hoa+1&muc-dich=verify"), ("desk", "/ban-lam-viec/?q=nguyen")]:
                answer = client.get(address)
                walked += answer.status_code == 200
                found, place = shown_in(said(answer)), WHOLE.get(name)
                if found and place is not None and role in NEED[place]:
                    reached.add((role, place))
                elif found:
                    leaks.append((role, name, sorted(found)))
            assert walked > 20, role
    assert not leaks, "\n".join(map(str, leaks))
    places = set(WHOLE.values())
    assert {(str(role), place) for place in places for role in NEED[place]} - reached == set()
    assert shown_in(caplog.text) == set()


def test_the_walk_reaches_every_place_where_numbers_could_be(here: Town, keys: dict[str, Any]) -> None:
    known = set(addresses(keys))
    assert set(WHOLE) <= known
    assert {"claim", "dossier", "upload", "person", "grievance", "payment", "statement", "notices", "desk", "dossiers", "payments", "claims"} <= known


def test_a_planted_whole_number_is_seen_by_the_walk(here: Town, keys: dict[str, Any], signed_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    from ansinh.policy import person_numbers

    monkeypatch.setattr(person_numbers, "masked", lambda number: number)
    page = signed_in(here.officers["supervisor"]).get(f"/ho-so/{keys['dossier']}/")
    assert "id_number" in shown_in(said(page))


def test_a_claim_is_opened_in_full_for_a_reason_that_is_kept(here: Town, keys: dict[str, Any], signed_in: SignIn) -> None:
    client, address = signed_in(here.officers["supervisor"]), f"/ho-so/{keys['dossier']}/nguoi/{keys['claim']}/day-du/"
    asked = client.get(address)
    assert shown_in(said(asked)) == set()
    assert "NQ 68/NQ-CP, mục II" in said(asked)
    assert client.post(address, {"purpose": "supervise", "because": "."}).status_code == 422
    opened = client.post(address, {"purpose": "supervise", "because": "Kiểm tra theo kế hoạch quý III"})
    assert shown_in(said(opened)) == {"id_number", "phone", "account_number", "born"}
    assert "no-store" in opened["Cache-Control"]
    with acting(NATION):
        looks = Access.objects.filter(kind="open", person=keys["person"])
        assert [(look.officer, look.purpose) for look in looks.select_related("officer")] == [(here.officers["supervisor"], "supervise")]
        assert "Kiểm tra theo kế hoạch quý III" in looks.get().text
    assert signed_in(here.officers["analyst"]).post(address, {"purpose": "supervise", "because": "Kiểm tra theo kế hoạch"}).status_code == 403


def test_whole_numbers_taken_away_as_a_table_are_kept_as_a_look(here: Town, keys: dict[str, Any], signed_in: SignIn) -> None:
    address = f"/ho-so/{keys['dossier']}/xuat.csv"
    masked, whole = signed_in(here.appraiser).get(address), signed_in(here.lister).get(address)
    assert shown_in(said(masked)) == set()
    assert "•••••••••321" in said(masked)
    assert "id_number" in shown_in(said(whole))
    with acting(NATION):
        (look,) = Access.objects.filter(text__contains="tải danh sách về")
        assert (look.officer_id, look.found) == (here.lister.pk, 3)


def test_the_table_of_the_documentation_is_the_table_of_the_code(pytestconfig: pytest.Config) -> None:
    root: Path = pytestconfig.rootpath
    told = (root / "docs" / "personal-data.md").read_text(encoding="utf-8")
    rows = {
        cells[0].strip("` "): {word.strip("` ") for word in cells[2].split(",")}
        for line in told.splitlines()
        if (cells := line.strip("|").split("|"))[0].strip().startswith("`") and len(cells) > 2
    }
    assert {name: roles for name, roles in rows.items() if name in set(Where)} == {str(place): {str(role) for role in roles} for place, roles in NEED.items()}


def test_another_list_of_the_commune_is_walked_too(here: Town, signed_in: SignIn) -> None:
    """A dossier under way: the page of its claims, the form to exclude, the posting, the page to correct that its lister alone reaches."""
    dossier = submitted(here, [person(1, **SECRET)])
    with acting(NATION):
        claim = Claim.objects.get(dossier=dossier)
    for who in (here.lister, here.appraiser, here.payer, here.officers["supervisor"]):
        client = signed_in(who)
        for tail in ("", "loai/?claim=" + str(claim.pk), "niem-yet/", f"nguoi/{claim.pk}/", "chuyen/", "tra-lai/"):
            assert shown_in(said(client.get(f"/ho-so/{dossier.pk}/{tail}"))) == set(), (who.username, tail)
    assert "id_number" in shown_in(said(signed_in(here.lister).get(f"/ho-so/{dossier.pk}/nguoi/{claim.pk}/sua/")))
    assert shown_in(said(signed_in(here.appraiser).get(f"/ho-so/{dossier.pk}/nguoi/{claim.pk}/sua/"))) == set()


def test_a_masked_number_is_not_found_digit_by_digit(here: Town, signed_in: SignIn) -> None:
    dossier = submitted(here, [person(1, **SECRET)])
    client, whole = signed_in(here.appraiser), SECRET["id_number"]

    def finds(part: str) -> bool:
        return bool(client.get(f"/ho-so/{dossier.pk}/", {"q": part}).context["claims"])

    assert (finds(whole), finds(whole[-3:]), finds("Hoa")) == (True, True, True)
    assert not [part for part in (whole[:3], whole[:6], whole[:11], whole[-4:], whole[-8:], whole[4:7]) if finds(part)]
