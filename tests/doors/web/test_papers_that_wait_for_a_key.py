"""A key that is away is told on the desk and on the decision's page; the job asks each key once a turn; what is signed is what is handed out."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import transaction
from django.utils import timezone

from ansinh.delivery.cases import sign_paper as signing
from ansinh.delivery.cases.documents import make_document
from ansinh.delivery.cases.jobs_signing import sign_document, sign_waiting
from ansinh.delivery.cases.models import Decision, StoredFile
from ansinh.delivery.cases.models_signatures import PaperSignature
from ansinh.delivery.evidence.models import Event
from ansinh.delivery.offices.keys import new_key
from ansinh.delivery.offices.models import Role
from ansinh.delivery.offices.scope import NATION, acting
from ansinh.doors.web.dossiers.keys import OTHERWISE, said
from ansinh.papers.signatures.holders import SignerAway
from delivery.cases.test_where_keys_are import WORD, authority, kept, service
from delivery.casework import approved, officer, person, town

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from django.test import Client

    from ansinh.delivery.offices.models import Officer

pytestmark = pytest.mark.django_db
__all__ = ["authority", "kept", "service"]


@pytest.fixture
def decided(settings: Any, tmp_path: Path) -> list[tuple[Decision, StoredFile]]:
    """Two decisions of one officer with their papers, where every officer has a test key."""
    (tmp_path / "signers.toml").write_text('[[signer]]\nkind = "trial"\n')
    settings.SIGNERS, settings.SIGNING_TRIAL = tmp_path / "signers.toml", tmp_path / "trial"
    here = town()
    decisions = [approved(here, [person(number)]) for number in (1, 2)]
    with acting(NATION):
        return [(decision, make_document(decision.pk, at=here.later())) for decision in decisions]


def test_a_key_that_is_away_is_asked_once_a_turn_told_on_its_pages_and_ends_by_itself(
    decided: list[tuple[Decision, StoredFile]], signed_in: Callable[[Officer], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    (first, _paper), (second, _other) = decided
    chair = signed_in(first.signed_by)
    asked: list[str] = []

    def away(officer: Officer, **_at: object) -> None:
        asked.append(officer.username)
        raise SignerAway("TokenNotPresent")

    with monkeypatch.context() as gone:
        gone.setattr(signing, "holder_for", away)
        for _decision, paper in decided:
            sign_document(document=str(paper.pk))
        sign_waiting(0)
    assert asked == [first.signed_by.username] * 3  # one turn asks one key once, however many papers wait for it
    desk = chair.get("/ban-lam-viec/").content.decode()
    for part in ("Văn bản chưa ký số được", first.number, second.number, "TokenNotPresent"):
        assert part in desk
    page = chair.get(f"/ho-so/{first.dossier_id}/quyet-dinh/").content.decode()
    assert "Chưa ký được" in page
    assert "Quyết định vẫn có hiệu lực" in page
    sign_waiting(0)
    assert "Văn bản chưa ký số được" not in chair.get("/ban-lam-viec/").content.decode()
    page = chair.get(f"/ho-so/{first.dossier_id}/quyet-dinh/").content.decode()
    assert "Chữ ký thử nghiệm" in page
    named = chair.get(f"/ho-so/{first.dossier_id}/quyet-dinh/van-ban.pdf")["Content-Disposition"]
    assert named == "inline; filename*=utf-8''1-Q%C4%90-UBND-2021-da-ky.pdf"


def test_a_button_asks_the_key_again_says_what_it_answered_and_signs_once(
    decided: list[tuple[Decision, StoredFile]], signed_in: Callable[[Officer], Client], settings: Any, service: tuple[str, list[str]]
) -> None:
    (first, paper), (_second, other) = decided
    url, asked = service
    away = '[[signer]]\nkind = "remote"\nurl = "http://127.0.0.1:9"\ncredential = "chair"\n'
    settings.SIGNERS.write_text(away)
    sign_document(document=str(paper.pk))
    chair, address, button = signed_in(first.signed_by), f"/ho-so/{first.dossier_id}/quyet-dinh/", f"/ho-so/khoa-ky/{paper.pk}/hoi/"
    for page in (address, "/ban-lam-viec/"):
        shown = chair.get(page).content.decode()
        assert "Không kết nối được dịch vụ ký" in shown
        assert button in shown
    assert chair.post(f"/ho-so/khoa-ky/{other.pk}/hoi/").status_code == 404, "that one does not wait"
    stranger = signed_in(officer("clerk.30", first.office, Role.LISTER))
    assert button not in stranger.get(address).content.decode()
    assert stranger.post(button).status_code == 403
    page = chair.post(button, follow=True).content.decode()
    for words in ("Đang hỏi khóa ký", f'hx-get="/ho-so/khoa-ky/{paper.pk}/"', "http-equiv"):
        assert words in page
    assert "Chờ trả lời" in chair.post(button, follow=True).content.decode(), "a second click asks nobody"
    assert "HX-Refresh" not in chair.get(f"/ho-so/khoa-ky/{paper.pk}/")
    sign_document(document=str(paper.pk))  # what the worker does: still away
    assert chair.get(f"/ho-so/khoa-ky/{paper.pk}/")["HX-Refresh"] == "true"
    assert "đã thử 2 lần" in chair.get(address).content.decode()
    settings.SIGNERS.write_text(away.replace("http://127.0.0.1:9", url) + f'token = "{WORD}"\npin = "0000"\n')
    chair.post(button)
    sign_document(document=str(paper.pk))
    assert "Dịch vụ ký từ chối" in chair.get(address).content.decode()
    settings.SIGNERS.write_text(settings.SIGNERS.read_text().replace("0000", "1234"))
    chair.post(button)
    sign_document(document=str(paper.pk))
    sign_document(document=str(paper.pk))
    sign_waiting(0)
    assert asked.count("/csc/v1/signatures/signHash") == 1, "however often it is asked"
    assert "Đã ký số" in chair.get(address).content.decode()
    assert "đã được ký số" in chair.post(button, follow=True).content.decode()
    with acting(NATION):
        assert PaperSignature.objects.filter(document=paper).count() == 1
        assert Event.objects.filter(verb="cases.ask_key", officer=first.signed_by_id).count() == 3


def test_a_certificate_that_ends_soon_or_has_ended_is_told_to_its_officer_and_her_chief(
    decided: list[tuple[Decision, StoredFile]], signed_in: Callable[[Officer], Client]
) -> None:
    (first, paper), _second = decided
    now = timezone.now()
    chair, head = signed_in(first.signed_by), signed_in(officer("head.30", first.office, Role.CHIEF))
    for days, words in ((40, ""), (20, "còn hiệu lực đến"), (-1, "Đã hết hạn")):
        with acting(NATION), transaction.atomic():
            signed_by(first, paper, now + timedelta(days))
            for client, page in ((chair, "/ban-lam-viec/"), (head, "/don-vi/")) if words else ((chair, "/ban-lam-viec/"),):
                text = client.get(page).content.decode()
                assert (words in text) if words else ("Chứng thư số sắp hết hạn" not in text)
            transaction.set_rollback(True)


def signed_by(decision: Decision, paper: StoredFile, until: datetime) -> None:
    """Keep that a paper was signed by a certificate that ends then."""
    file = StoredFile.objects.get(pk=paper.pk)
    file.pk, file.sha256 = None, "f" * 64
    file.pk = new_key()
    file.save(force_insert=True)
    PaperSignature.objects.create(
        document=paper, file=file, officer=decision.signed_by, subject="Trần Thị B", issuer="CA", serial="1a", signed_at=timezone.now(), timestamped=False, trial=False,
        valid_until=until, province=paper.province, district=paper.district, commune=paper.commune,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("why", "words"),
    [
        ("token 'an-sinh': TokenNotPresent ", "Không thấy thiết bị"),
        ("key 'a' in token 'b': PinLocked ", "mã PIN của thiết bị đã bị khóa".capitalize()),
        ("TimestampRequestError: Error in communication with timestamp server", "dấu thời gian"),
        ("certificate 1a is in force from 2019-01-01 to 2020-01-01 only", "hết hạn"),
        ("TimeoutError: ", "không trả lời kịp"),
        ("something nobody has seen", str(OTHERWISE)),
    ],
)
def test_what_keys_say_is_put_in_words(why: str, words: str) -> None:
    assert words.casefold() in said(why).casefold()
