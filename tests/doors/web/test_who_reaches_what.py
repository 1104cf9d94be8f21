"""Every page of a place's work is there for its own officers, and for nobody else; each role does its own part."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ansinh.delivery.cases import paper_store
from ansinh.delivery.cases.letters import print_letters
from ansinh.delivery.cases.models import Claim, Dossier, Upload, UploadRow
from ansinh.delivery.cases.models_papers import Paper
from ansinh.delivery.cases.notify import notify
from ansinh.delivery.cases.refusal_letters import number_letters, set_letters
from ansinh.delivery.cases.write_note import Said, write_note
from ansinh.delivery.offices.scope import NATION, SYSTEM, acting
from ansinh.doors.web.dossiers.urls import urlpatterns as dossier_urls
from ansinh.doors.web.lists.urls import urlpatterns as list_urls
from delivery.casework import Town, approved, forwarded, person, read_list, submitted, task_of, town
from papers.scans.photographs import file_of, picture

if TYPE_CHECKING:
    import uuid

    from ansinh.delivery.offices.models import Officer

pytestmark = pytest.mark.django_db
SignIn = Callable[["Officer"], "Client"]
WITHOUT_KEYS = {"uploads", "upload_new", "upload_template", "dossiers"}
OF_PAPERS = {"key", "key_ask"}
"""Named by a paper that waits for its key; looked at in `test_papers_that_wait_for_a_key.py`."""
NAMES = [pattern.name for pattern in (*list_urls, *dossier_urls) if pattern.name not in WITHOUT_KEYS | OF_PAPERS]


@pytest.fixture
def here() -> Town:
    return town()


def addresses(here: Town) -> dict[str, str]:
    """Every address that names a row of this commune, with rows that exist."""
    upload = read_list(here, [person(9)])
    decision = approved(here, [person(1, phone=""), person(2)], refused=1)
    with acting(NATION):
        dossier = Dossier.objects.get(pk=decision.dossier_id)
        keys = {"upload": upload.pk, "row": UploadRow.objects.filter(upload=upload).first().pk, "dossier": dossier.pk}  # type: ignore[union-attr] # one was stored
        keys["claim"] = Claim.objects.get(dossier=dossier, state="refused").pk
    with acting(NATION):
        notify(decision.pk, actor=SYSTEM, at=here.later())
    keys["paper"] = kept_paper(here, keys["claim"])
    with acting(here.lister):
        keys["note"] = write_note(dossier.pk, Said("Chờ giấy xác nhận"), by=here.lister, at=here.later()).pk
    with acting(here.lister):
        number_letters(decision.pk, by=here.lister, at=here.later())
        files = {"file": print_letters(decision.pk, by=here.lister, at=here.later())[0].pk}
    with acting(NATION):
        letters = set_letters(decision.pk, at=here.later())
    files["letters_file"] = letters.pk if letters else files["file"]
    found = {}
    for pattern in (*list_urls, *dossier_urls):
        if pattern.name in NAMES:
            wanted = {name: files.get(str(pattern.name), files["file"]) if name == "file" else keys.get(name, "xlsx") for name in pattern.pattern.converters}
            found[str(pattern.name)] = reverse(str(pattern.name), kwargs=wanted)
    return found


def kept_paper(here: Town, claim: uuid.UUID) -> uuid.UUID:
    """A checked paper, as if the law of its policy had named one."""
    with acting(NATION):
        content = file_of(picture(), "JPEG")
        paper = Paper.objects.create(
            province=here.province, district=here.district, commune=here.commune, about_kind="claim", about=claim, programme="nq68", policy="nq68-12",
            wanted="procedure-1", received_at=here.later(), received_by=here.lister, sent_sha256="0" * 64, state="clean", checked_at=here.later(),
            sha256=paper_store.put(content), media_type="image/jpeg", size_bytes=len(content), pages=1,
        )  # fmt: skip
    return paper.pk


def test_another_communes_officer_gets_404_for_every_address_whatever_she_tries(here: Town, signed_in: SignIn) -> None:
    known = addresses(here)
    assert set(known) == set(NAMES)
    there, far = town("10633"), town("26734", "760", "79")
    for officer in (there.lister, far.lister, far.appraiser, far.chair, far.payer):
        client = signed_in(officer)
        for name, address in known.items():
            assert client.get(address).status_code == 404, (officer.username, name)
            assert client.post(address, {"task": "x", "reason": "một lý do đủ dài"}).status_code in (404, 405), (officer.username, name)


def test_a_visitor_is_led_to_sign_in_from_every_address(here: Town) -> None:
    for name, address in {**addresses(here), "desk": "/ban-lam-viec/", "uploads": "/danh-sach/", "dossiers": "/ho-so/"}.items():
        answer = Client().get(address)
        assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/accounts/login/"), name


def test_every_page_opens_for_the_officers_above_the_commune(here: Town, signed_in: SignIn) -> None:
    known = addresses(here)
    whole_numbers = {"upload_faults", "upload_aside", "upload_columns", "upload_row", "upload_row_confirm", "upload_row_aside", "upload_row_back"}
    listers_own = {"upload_submit", "upload_discard", *whole_numbers}
    for officer in (here.lister, here.appraiser, here.chair, here.payer):
        client = signed_in(officer)
        for name, address in known.items():
            expected = {200, 302} if officer == here.lister or name not in listers_own else {403}
            if name == "claim_paper":
                expected = {403} if officer == here.payer else {200}
            got = client.get(address).status_code
            assert got in expected | ({404} if name in {"decision_document", "decision_annex", "claim_paper_send"} else set()), (officer.username, name, got)


def test_reading_changes_nothing(here: Town, signed_in: SignIn) -> None:
    known = addresses(here)
    with acting(NATION):
        before = [list(model.objects.order_by("pk").values()) for model in (Upload, UploadRow, Dossier, Claim)]
    client = signed_in(here.lister)
    for address in known.values():
        client.get(address)
    with acting(NATION):
        assert [list(model.objects.order_by("pk").values()) for model in (Upload, UploadRow, Dossier, Claim)] == before


def test_who_is_no_lister_is_told_so_and_may_not_send(here: Town, signed_in: SignIn) -> None:
    for method in ("get", "post"):
        answer = getattr(signed_in(here.appraiser), method)("/danh-sach/gui/")
        assert answer.status_code == 403
        assert "Đề nghị người đứng đầu đơn vị phân công" in answer.content.decode()


def test_only_the_owner_of_a_task_can_act_and_others_are_told_whose_it_is(here: Town, signed_in: SignIn) -> None:
    dossier = submitted(here, [person(1)])
    forwarded(here, dossier)
    task = task_of(dossier)
    for officer in (here.lister, here.chair):
        answer = signed_in(officer).post(f"/ho-so/{dossier.pk}/chuyen/", {"task": str(task.pk)})
        assert answer.status_code == 403
        assert str(task.owner) in answer.content.decode()
    assert task_of(dossier).pk == task.pk


def test_a_task_of_another_dossier_is_not_there(here: Town, signed_in: SignIn) -> None:
    first, second = submitted(here, [person(1)]), submitted(here, [person(2)])
    answer = signed_in(here.lister).post(f"/ho-so/{first.pk}/chuyen/", {"task": str(task_of(second).pk)})
    assert answer.status_code == 404


def test_a_form_without_its_token_changes_nothing(here: Town, signed_in: SignIn) -> None:
    dossier = submitted(here, [person(1)])
    client = Client(enforce_csrf_checks=True)
    client.cookies = signed_in(here.lister).cookies
    assert client.post(f"/ho-so/{dossier.pk}/chuyen/", {"task": str(task_of(dossier).pk)}).status_code == 403


def test_a_page_asks_the_database_no_more_for_a_long_list_than_for_a_short_one(here: Town, signed_in: SignIn) -> None:
    short, long = submitted(here, [person(1)]), submitted(here, [person(number) for number in range(2, 60)])
    client = signed_in(here.lister)
    client.get("/ban-lam-viec/")  # the first page of a session also notes when it began
    client.get(f"/ho-so/{submitted(here, [person(99)]).pk}/")  # and a place is read once in the life of a process
    counted = {}
    for dossier in (short, long):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"/ho-so/{dossier.pk}/").status_code == 200
        counted[dossier.pk] = len(asked)
    assert counted[short.pk] == counted[long.pk]
    assert counted[long.pk] <= 22
    for address, most in (("/ban-lam-viec/", 24), ("/ho-so/", 13), ("/danh-sach/", 12)):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        assert len(asked) <= most, (address, [query["sql"][:120] for query in asked])


def test_a_long_list_is_shown_fifty_at_a_time(here: Town, signed_in: SignIn) -> None:
    dossier = submitted(here, [person(number) for number in range(1, 121)])
    client = signed_in(here.lister)
    seen: list[int] = []
    address = f"/ho-so/{dossier.pk}/"
    while address:
        shown = client.get(address).context
        seen += [item["claim"].order for item in shown["claims"]]
        address = shown["next_url"]
    assert seen == list(range(1, 121))


def test_a_failed_page_leaves_nothing_behind(here: Town, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    from ansinh.doors.web.dossiers import moving

    dossier = submitted(here, [person(1)])
    task = task_of(dossier)

    def fail(*args: object, **kwargs: object) -> None:
        Dossier.objects.filter(pk=dossier.pk).update(claims=99)
        raise RuntimeError

    monkeypatch.setattr(moving, "forward", fail)
    client = signed_in(here.lister)
    client.raise_request_exception = False
    assert client.post(f"/ho-so/{dossier.pk}/chuyen/", {"task": str(task.pk)}).status_code == 500
    with acting(NATION):
        assert Dossier.objects.get(pk=dossier.pk).claims == 1
