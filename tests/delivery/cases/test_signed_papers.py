"""The paper of a decision is signed once by the key of who decided; a key that is away leaves the decision standing and an alarm."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from django.db import DatabaseError, connection, transaction

from ansinh.delivery.cases import sign_paper as signing
from ansinh.delivery.cases.documents import make_document
from ansinh.delivery.cases.keep import content_of
from ansinh.delivery.cases.models import Decision, StoredFile
from ansinh.delivery.cases.models_signatures import PaperSignature, SigningWait
from ansinh.delivery.cases.sign_paper import sign_paper, waiting_papers
from ansinh.delivery.cases.signatures import code_of_file, signature_behind, signature_on, signed_file, waiting_for_key
from ansinh.delivery.cases.signers import SignersFault, load, roots
from ansinh.delivery.offices.scope import NATION, acting
from ansinh.papers.signatures.check import check
from ansinh.papers.signatures.holders import SignerAway
from delivery.casework import Town, approved, officer, person, town

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from ansinh.delivery.offices.models import Officer


@pytest.fixture(autouse=True)
def _trial(settings: Any, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.getbasetemp() / "signers"
    folder.mkdir(exist_ok=True)
    (folder / "signers.toml").write_text('[[signer]]\nkind = "trial"\n')
    settings.SIGNERS, settings.SIGNING_TRIAL = folder / "signers.toml", folder / "trial"


def set_paper(here: Town, *, of: int = 1) -> tuple[Decision, StoredFile]:
    decision = approved(here, [person(of), person(of + 1)])
    with acting(NATION):
        return decision, make_document(decision.pk, at=here.later())


@dataclass(frozen=True)
class Away:
    stamper: None = None

    def opened(self) -> None:
        raise SignerAway("the token is not there")


@pytest.mark.django_db
def test_a_paper_is_signed_once_by_who_decided_and_the_row_says_by_which_certificate() -> None:
    here = town()
    decision, paper = set_paper(here)
    at = here.later(minutes=5)
    assert sign_paper(paper.pk, at=at)
    assert sign_paper(paper.pk, at=here.later(minutes=9))
    with acting(NATION):
        [row] = PaperSignature.objects.select_related("file", "officer").filter(document=paper)
        handed_out = signed_file(paper)
    assert (row.officer, row.signed_at, row.timestamped, row.trial) == (decision.signed_by, at, True, True)
    assert decision.signed_by.full_name in row.subject
    assert handed_out == row.file != paper
    verdict = check(content_of(row.file), roots(), moment=at)
    assert (verdict.state, verdict.serial, verdict.trial) == ("valid", row.serial, True)
    assert content_of(row.file).startswith(content_of(paper))


@pytest.mark.django_db
def test_a_key_that_is_away_leaves_an_alarm_and_the_next_try_ends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    here = town()
    decision, paper = set_paper(here)
    chief = officer("head", decision.office, "chief", name="Trưởng Đơn Vị")
    with monkeypatch.context() as away:
        away.setattr(signing, "holder_for", lambda *_who, **_at: Away())
        first = here.later()
        assert not sign_paper(paper.pk, at=first)
        assert not sign_paper(paper.pk, at=here.later(minutes=5))
    with acting(NATION):
        wait = SigningWait.objects.get(document=paper)
        assert (wait.tries, wait.since, wait.why) == (2, first, "the token is not there")
        assert signed_file(paper) == paper
        assert signature_on(paper) == wait
    assert waiting_papers() == [(paper.pk, decision.signed_by_id)]
    for who, heads, told in ((decision.signed_by, False, 1), (chief, True, 1), (chief, False, 0), (here.lister, True, 0)):
        with acting(who):
            assert [one.number for one in waiting_for_key(seen_by=who, heads=heads)] == [decision.number] * told
    assert sign_paper(paper.pk, at=here.later(minutes=10))
    with acting(NATION):
        assert isinstance(signature_on(paper), PaperSignature)
    assert waiting_papers() == []
    with acting(decision.signed_by):
        assert waiting_for_key(seen_by=decision.signed_by, heads=True) == []


@pytest.mark.django_db
def test_where_no_key_is_named_nothing_is_signed_and_nothing_waits(settings: Any) -> None:
    settings.SIGNERS = None
    here = town()
    decision, paper = set_paper(here)
    assert sign_paper(paper.pk, at=here.later())
    assert waiting_papers() == []
    assert signature_behind(decision.verification) is None


@pytest.mark.django_db
def test_however_many_papers_wait_for_one_key_those_of_the_others_come_up() -> None:
    here = town()
    (decision, first), (_second, second), (_third, third) = (set_paper(here, of=number) for number in (1, 3, 5))
    patient, early = officer("patient", decision.office, "approver"), here.later()
    with acting(NATION):
        for paper, who, tried in ((first, decision.signed_by, early), (second, decision.signed_by, here.later()), (third, patient, here.later())):
            SigningWait.objects.create(document=paper, officer=who, office=decision.office, since=early, tried_at=tried, why="?", province=paper.province)
    assert waiting_papers(most=2) == [(first.pk, decision.signed_by_id), (third.pk, patient.pk)]
    assert waiting_papers()[2] == (second.pk, decision.signed_by_id)


@pytest.mark.django_db
def test_a_paper_whose_key_is_named_no_more_goes_on_waiting_at_the_end_of_the_queue(monkeypatch: pytest.MonkeyPatch) -> None:
    here = town()
    _decision, paper = set_paper(here)
    monkeypatch.setattr(signing, "holder_for", lambda *_who, **_at: Away())
    sign_paper(paper.pk, at=here.later())
    monkeypatch.setattr(signing, "holder_for", lambda *_who, **_at: None)
    assert sign_paper(paper.pk, at=here.later(minutes=5))
    with acting(NATION):
        wait = SigningWait.objects.get(document=paper)
    assert (wait.settled_at, wait.tries, wait.tried_at) == (None, 2, here.at)


@pytest.mark.django_db
def test_a_signature_is_never_changed_and_no_alarm_ends_without_one() -> None:
    here = town()
    decision, paper = set_paper(here)
    with acting(NATION):
        other = SigningWait.objects.create(
            document=paper, officer=decision.signed_by, office=decision.office, since=here.later(), tried_at=here.later(), why="?", province=paper.province
        )
        with pytest.raises(DatabaseError, match="waits until it is signed"), transaction.atomic():
            SigningWait.objects.filter(pk=other.pk).update(settled_at=here.later())
    sign_paper(paper.pk, at=here.later())
    with acting(NATION):
        rows = PaperSignature.objects.filter(document=paper)
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(serial="1")
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.delete()


@pytest.mark.django_db
def test_code_and_file_lead_to_the_signature_and_to_nothing_else() -> None:
    here = town()
    decision, paper = set_paper(here)
    assert code_of_file(paper.sha256) == (decision.verification, False)
    sign_paper(paper.pk, at=here.later())
    shown = signature_behind(decision.verification)
    assert shown is not None
    assert code_of_file(shown.sha256) == (decision.verification, True)
    assert (code_of_file("0" * 64), signature_behind("0000-0000-000")) == (None, None)


def test_a_file_of_signers_is_read_whole_or_refused_in_words(tmp_path: Path) -> None:
    file = tmp_path / "signers.toml"
    file.write_text(
        '[[signer]]\nkind = "remote"\nofficer = "a"\nurl = "https://s"\ncredential = "c"\npin = "1"\n'
        '[[signer]]\nkind = "pkcs11"\nplace = "291"\nmodule = "m"\ntoken = "t"\nlabel = "l"'
    )
    read = load(file)
    assert [(one.officer, one.place, type(one.key).__name__) for one in read.named] == [("a", "", "Remote"), ("", "291", "Token")]
    assert "pin" not in repr(read)
    for wrong, says in (
        ('[[signer]]\nkind = "seal"', "kind must be"), ('[[signer]]\nkind = "remote"\nurl = "x"', "takes url"), ('[[signer]]\nkind = "remote"\nurl = 1', "every value is a text"),
        ('[[signer]]\nkind = "pkcs11"\nport = "1"', "not port"), ("[x", "signers.toml"), ('roots = "none.pem"', "PEM file"), ("other = 1", "known are"),
        ('[[signer]]\nkind = "trial"\nurl = "x"', "nothing but"),
    ):  # fmt: skip
        file.write_text(wrong)
        with pytest.raises(SignersFault, match=says):
            load(file)


def test_of_two_at_once_one_asks_the_key(own_db: str, monkeypatch: pytest.MonkeyPatch) -> None:
    here = town()
    _decision, paper = set_paper(here)
    asked, may_go, real = [], threading.Event(), signing.holder_for

    def slow(who: Officer, *, at: datetime) -> Any:
        asked.append(who)
        may_go.wait(20)
        return real(who, at=at)

    monkeypatch.setattr(signing, "holder_for", slow)

    def first() -> bool:
        try:
            return signing.sign_paper(paper.pk, at=here.at)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as beside:
        one = beside.submit(first)
        while not asked:
            time.sleep(0.01)
        assert not signing.sign_paper(paper.pk, at=here.at), "somebody else asks it: something is left to do"
        may_go.set()
        assert one.result()
    assert signing.sign_paper(paper.pk, at=here.at)
    assert len(asked) == 1
    with acting(NATION):
        assert PaperSignature.objects.filter(document=paper).count() == 1
        assert not SigningWait.objects.exists()
