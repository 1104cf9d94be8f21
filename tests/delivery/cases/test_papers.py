"""A paper is taken where the law names it, waits until it was looked through, is shown to those who judge, and each look is kept."""

from __future__ import annotations

import socket
import struct
import threading
import uuid
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.storage import storages
from django.db import IntegrityError, transaction

from ansinh.delivery.cases import paper_store, take_step
from ansinh.delivery.cases.ask import ask
from ansinh.delivery.cases.check_paper import check_paper, waiting_papers
from ansinh.delivery.cases.gateways.clamd import Clamd, ScannerAway, read_address
from ansinh.delivery.cases.models import Claim, Dossier
from ansinh.delivery.cases.models_papers import Paper, PaperOpened
from ansinh.delivery.cases.open_paper import open_paper, openings_of, papers_of
from ansinh.delivery.cases.public import claim_status
from ansinh.delivery.cases.send_paper import send_paper, send_paper_by_receipt
from ansinh.delivery.evidence import verify
from ansinh.delivery.offices.refusals import AlreadyDone, NotYours, Refused
from ansinh.delivery.offices.scope import NATION, acting
from delivery.casework import Town, officer, person, submitted, task_of, town
from papers.scans.photographs import document, file_of, picture, with_words

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.django_db
PHOTOGRAPH = file_of(picture(), "JPEG", exif=with_words())
EICAR_LIKE = file_of(picture(colour="red"), "JPEG")


@pytest.fixture
def here() -> Town:
    return town()


def patient(number: int) -> dict[str, Any]:
    """Somebody treated for a fortnight."""
    return person(number, group="F0", period_start="2021-07-05", period_end="2021-07-18", period_days=14)


def handed_on(here: Town, dossier: Dossier) -> None:
    with acting(here.lister):
        take_step.forward(task_of(dossier).pk, by=here.lister, at=here.later())


def filed(here: Town, policy: str = "nq68-08", number: int = 1) -> Claim:
    dossier = submitted(here, [patient(number)], policy=policy)
    with acting(NATION):
        return Claim.objects.select_related("dossier").get(dossier=dossier)


def sent(here: Town, claim: Claim, content: bytes = PHOTOGRAPH, wanted: str = "f0_start") -> Paper:
    with acting(here.lister):
        return send_paper(claim.pk, content, wanted=wanted, by=here.lister, at=here.later())


@contextmanager
def speaker(verdict: Any) -> Iterator[str]:
    """A loopback that speaks INSTREAM as clamd does: `verdict` is given all bytes of a stream and says the answer."""
    server = socket.create_server(("127.0.0.1", 0))
    heard: list[str] = []

    def serve() -> None:
        while True:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            with connection, connection.makefile("rb") as stream:
                assert stream.read(10) == b"zINSTREAM\0"
                content = b""
                while size := struct.unpack("!I", stream.read(4))[0]:
                    content += stream.read(size)
                answer = verdict(content)
                heard.append(answer)
                connection.sendall(answer.encode())

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"tcp://127.0.0.1:{server.getsockname()[1]}"
    finally:
        server.shutdown(socket.SHUT_RDWR)
        server.close()
        thread.join(5)


def test_a_paper_waits_is_looked_through_and_then_opens_for_those_who_judge(here: Town) -> None:
    claim = filed(here)
    paper = sent(here, claim)
    with acting(here.appraiser), pytest.raises(Refused) as waits:
        open_paper(paper.pk, purpose="verify", by=here.appraiser, at=here.later())
    assert waits.value.code == "paper_waits"
    checked = check_paper(paper.pk, scanner=None, at=here.later())
    assert (checked.state, checked.media_type) == ("clean", "image/jpeg")
    with acting(here.appraiser):
        _row, content = open_paper(paper.pk, purpose="verify", by=here.appraiser, at=here.later())
        assert b"SecretMaker" not in content
        assert paper_store.content_of(checked) == content
        opened = openings_of(claim, seen_by=here.appraiser)
        assert [(row.officer, row.purpose, row.paper_id) for row in opened] == [(here.appraiser, "verify", paper.pk)]
    with acting(NATION):
        assert verify.check(verify.records()).faults == []


def test_what_was_sent_is_not_kept_once_checked(here: Town, django_capture_on_commit_callbacks: Any) -> None:
    paper = sent(here, filed(here))
    assert storages["papers"].exists(f"waiting/{paper.pk}")
    with django_capture_on_commit_callbacks(execute=True):
        check_paper(paper.pk, scanner=None, at=here.later())
    assert not storages["papers"].exists(f"waiting/{paper.pk}")


def test_only_papers_that_the_law_names_are_taken(here: Town) -> None:
    claim = filed(here)
    with pytest.raises(Refused) as refused:
        sent(here, claim, wanted="date_of_birth_of_a_neighbour")
    assert refused.value.code == "paper_not_asked"
    free_worker = filed(here, policy="nq68-12", number=2)
    for wanted in ("procedure-1", "f0_start"):
        with pytest.raises(Refused) as refused:
            sent(here, free_worker, wanted=wanted)
        assert refused.value.code == "paper_not_asked"


def test_a_file_that_is_no_paper_is_refused_at_once_and_a_harmful_document_when_looked_through(here: Town) -> None:
    claim = filed(here)
    with pytest.raises(Refused) as refused:
        sent(here, claim, b"MZ" + bytes(50))
    assert refused.value.code == "kind_unknown"

    def script(pdf: Any) -> None:
        pdf.Root.OpenAction = {"/S": "/JavaScript"}
        pdf.Root["/JS"] = "app.alert(1)"

    paper = check_paper(sent(here, claim, document(change=script)).pk, scanner=None, at=here.later())
    assert (paper.state, paper.refused_code) == ("refused", "active_content")
    with acting(here.appraiser), pytest.raises(Refused, match="tự chạy"):
        open_paper(paper.pk, purpose="verify", by=here.appraiser, at=here.later())
    again = sent(here, claim, document())
    assert check_paper(again.pk, scanner=None, at=here.later()).state == "clean"


def test_the_same_file_is_taken_once_and_twenty_are_enough(here: Town) -> None:
    claim = filed(here)
    sent(here, claim)
    with pytest.raises(AlreadyDone):
        sent(here, claim)
    with acting(NATION):
        Paper.objects.bulk_create(
            Paper(province="30", district="291", commune="10630", about_kind="claim", about=claim.pk, programme="nq68", policy="nq68-08", wanted="f0_start",
                  received_at=here.at, received_by=here.lister, sent_sha256=f"{n:064}") for n in range(19)
        )  # fmt: skip
    with pytest.raises(Refused) as many:
        sent(here, claim, document())
    assert many.value.code == "papers_many"


def test_nobody_of_another_place_or_without_a_part_in_judging_opens_a_paper(here: Town) -> None:
    claim = filed(here)
    paper = check_paper(sent(here, claim).pk, scanner=None, at=here.later())
    there = town("10633")
    with acting(there.lister), pytest.raises(Paper.DoesNotExist):
        open_paper(paper.pk, purpose="verify", by=there.lister, at=here.later())
    analyst = officer("analyst.30", here.offices["province"], "analyst")
    for nobody in (here.payer, analyst):
        with acting(nobody), pytest.raises(NotYours):
            open_paper(paper.pk, purpose="verify", by=nobody, at=here.later())
    with acting(here.lister), pytest.raises(Refused, match="mục đích"):
        open_paper(paper.pk, purpose="curious", by=here.lister, at=here.later())
    with acting(here.payer), pytest.raises(NotYours):
        send_paper(claim.pk, document(), wanted="f0_start", by=here.payer, at=here.later())
    with acting(NATION):
        assert not PaperOpened.objects.exists()


def test_the_person_sends_a_paper_only_while_one_is_asked_for_in_writing(here: Town) -> None:
    claim = filed(here)
    with pytest.raises(Refused) as refused:
        send_paper_by_receipt(claim.receipt, PHOTOGRAPH, wanted="f0_start", at=here.later())
    assert refused.value.code == "nothing_asked"
    handed_on(here, claim.dossier)
    with acting(here.appraiser):
        ask(task_of(claim.dossier).pk, by=here.appraiser, at=here.later(), what="Thiếu giấy ra viện của người bệnh")
    told = claim_status(claim.receipt, 1987)
    assert told is not None
    assert (told.asks, told.asked) == (True, "Thiếu giấy ra viện của người bệnh")
    paper = send_paper_by_receipt(claim.receipt, PHOTOGRAPH, wanted="f0_start", at=here.later())
    assert check_paper(paper.pk, scanner=None, at=here.later()).state == "clean"
    told = claim_status(claim.receipt, 1987)
    assert told is not None
    assert [(row.pk, row.state) for row in told.sent] == [(paper.pk, "clean")]
    with acting(here.appraiser):
        assert [row.received_by for row in papers_of(claim, seen_by=here.appraiser)] == [None]
    for number in range(4):
        send_paper_by_receipt(claim.receipt, document(number + 1), wanted="f0_start", at=here.later())
    with pytest.raises(Refused) as many:
        send_paper_by_receipt(claim.receipt, document(6), wanted="f0_start", at=here.later())
    assert many.value.code == "papers_many"


def test_words_asked_of_a_whole_list_are_not_told_to_one_of_it(here: Town) -> None:
    dossier = submitted(here, [patient(1), patient(2)], policy="nq68-08")
    handed_on(here, dossier)
    with acting(here.appraiser):
        ask(task_of(dossier).pk, by=here.appraiser, at=here.later(), what="Thiếu giấy ra viện của bà Hoa 2")
    with acting(NATION):
        receipt = Claim.objects.get(dossier=dossier, order=1).receipt
    told = claim_status(receipt, 1987)
    assert told is not None
    assert (told.asks, told.asked) == (True, "")


def test_the_scanner_is_asked_by_its_own_protocol_and_what_it_finds_is_refused(here: Town) -> None:
    claim = filed(here)
    seen: list[bytes] = []

    def verdict(content: bytes) -> str:
        seen.append(content)
        return "stream: Eicar-Test-Signature FOUND\0" if content == EICAR_LIKE else "stream: OK\0"

    with speaker(verdict) as address:
        clean = check_paper(sent(here, claim).pk, scanner=Clamd(address), at=here.later())
        harmful = check_paper(sent(here, claim, EICAR_LIKE).pk, scanner=Clamd(address), at=here.later())
        large = bytes(range(256)) * 1000
        assert Clamd(address).found_in(large) == ""
    assert seen == [PHOTOGRAPH, EICAR_LIKE, large]
    assert (clean.state, harmful.state, harmful.refused_code, harmful.refused_what) == ("clean", "refused", "infected", "Eicar-Test-Signature")


def test_while_the_scanner_gives_no_verdict_the_paper_waits_and_is_shown_to_nobody(here: Town) -> None:
    claim = filed(here)
    paper = sent(here, claim)
    with speaker(lambda _content: "INSTREAM size limit exceeded. ERROR\0") as address, pytest.raises(ScannerAway):
        check_paper(paper.pk, scanner=Clamd(address), at=here.later())
    with speaker(lambda _content: "stream: O") as address, pytest.raises(ScannerAway):
        check_paper(paper.pk, scanner=Clamd(address), at=here.later())
    with socket.create_server(("127.0.0.1", 0)) as mute:
        silent = Clamd(f"tcp://127.0.0.1:{mute.getsockname()[1]}", seconds=0.2)
        with pytest.raises(ScannerAway):
            check_paper(paper.pk, scanner=silent, at=here.later())
    with pytest.raises(ScannerAway):
        check_paper(paper.pk, scanner=Clamd("unix:/nowhere/clamd.ctl"), at=here.later())
    with acting(here.appraiser), pytest.raises(Refused) as waits:
        open_paper(paper.pk, purpose="verify", by=here.appraiser, at=here.later())
    assert waits.value.code == "paper_waits"
    assert paper.pk in waiting_papers(at=here.later(hours=1))
    assert check_paper(paper.pk, scanner=None, at=here.later()).state == "clean"
    assert waiting_papers(at=here.later(hours=1)) == []


def test_an_address_of_a_scanner_is_a_socket_or_a_host() -> None:
    assert read_address("unix:/run/clamd.ctl") == "/run/clamd.ctl"
    assert read_address("tcp://scan.local") == ("scan.local", 3310)
    for wrong in ("clamd", "http://scan.local", "tcp://"):
        with pytest.raises(ValueError, match="write unix"):
            read_address(wrong)


def test_what_was_told_of_a_paper_stands_and_openings_are_only_ever_added(here: Town) -> None:
    paper = check_paper(sent(here, filed(here)).pk, scanner=None, at=here.later())
    with acting(here.lister):
        open_paper(paper.pk, purpose="intake", by=here.lister, at=here.later())
    for change in ({"wanted": "pregnant"}, {"sha256": "0" * 64}, {"state": "waiting", "sha256": "", "checked_at": None}):
        with acting(NATION), pytest.raises(IntegrityError), transaction.atomic():
            Paper.objects.filter(pk=paper.pk).update(**change)
    with acting(NATION), pytest.raises(IntegrityError), transaction.atomic():
        PaperOpened.objects.filter(paper=paper).update(purpose="verify")


def test_a_kept_paper_that_was_changed_behind_the_back_is_not_shown(here: Town) -> None:
    paper = check_paper(sent(here, filed(here)).pk, scanner=None, at=here.later())
    path = storages["papers"].path(f"{paper.sha256[:2]}/{paper.sha256}")
    kept = paper_store.content_of(paper)
    with open(path, "wb") as out:  # noqa: PTH123 - behind the store's back
        out.write(b"another")
    with acting(here.lister), pytest.raises(ValueError, match="no longer the paper"):
        open_paper(paper.pk, purpose="intake", by=here.lister, at=here.later())
    assert paper_store.put(kept) == paper.sha256  # the same content heals what was cut short
    assert paper_store.content_of(paper) == kept


def test_a_paper_of_a_filing_is_taken_for_whoever_asked_the_right_question(here: Town) -> None:
    from ansinh.delivery.cases.send_paper import About, take_in
    from ansinh.delivery.offices.scope import actor_of

    with acting(here.lister):
        place = Dossier(province="30", district="291", commune="10630")
        about = About("filing", uuid.uuid4(), place, "nq68", "nq68-08", here.at.date())
        taken = take_in(about, PHOTOGRAPH, wanted="procedure-1", actor=actor_of(here.lister), by=here.lister, at=here.later())
    assert (taken.about_kind, taken.about, taken.commune) == ("filing", about.key, "10630")
