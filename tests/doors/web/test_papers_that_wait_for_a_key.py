"""A key that is away is told on the desk and on the decision's page; the job asks each key once a turn; what is signed is what is handed out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from ansinh.delivery.cases import sign_paper as signing
from ansinh.delivery.cases.documents import make_document
from ansinh.delivery.cases.jobs_signing import sign_document, sign_waiting
from ansinh.delivery.cases.models import Decision, StoredFile
from ansinh.delivery.offices.scope import NATION, acting
from ansinh.papers.signatures.holders import SignerAway
from delivery.casework import approved, person, town

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from django.test import Client

    from ansinh.delivery.offices.models import Officer

pytestmark = pytest.mark.django_db


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
