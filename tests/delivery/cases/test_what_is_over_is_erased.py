"""What a programme need no longer keep is removed when its time is over, on a moved clock; decisions, money and the log stay as they were."""

from __future__ import annotations

import dataclasses
import json
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from django.core.files.storage import storages
from django.utils import timezone

from ansinh.delivery.cases import erase as erasing
from ansinh.delivery.cases.check_paper import check_paper
from ansinh.delivery.cases.erase import erase, standings
from ansinh.delivery.cases.keep import path_of
from ansinh.delivery.cases.models import Claim, Decision, Upload, UploadRow
from ansinh.delivery.cases.models_notes import Note
from ansinh.delivery.cases.models_papers import Erasure, Paper
from ansinh.delivery.cases.models_revisions import Revision, RevisionItem
from ansinh.delivery.cases.receive import discard
from ansinh.delivery.cases.send_paper import send_paper
from ansinh.delivery.cases.sign_revision import reject
from ansinh.delivery.cases.write_note import Said, strike_note, write_note
from ansinh.delivery.evidence import verify
from ansinh.delivery.offices.refusals import Refused
from ansinh.delivery.offices.scope import NATION, acting
from ansinh.delivery.payments import instruct
from ansinh.delivery.payments.models import Instruction
from ansinh.delivery.payments.sums import sums_of
from ansinh.delivery.registry.models import Person
from ansinh.doors.cli.main import main
from ansinh.policy.personal_data import personal_data
from delivery.cases.test_old_register_versions import decided
from delivery.casework import Town, approved, person, read_list, submitted, town
from delivery.revising import claims, correction, patient
from delivery.revising import decided as with_paper
from delivery.revising import signed as sign_it
from papers.scans.photographs import file_of, picture

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from ansinh.delivery.offices.models import Officer

pytestmark = pytest.mark.django_db
BEFORE = datetime(2022, 8, 1, tzinfo=UTC)
AFTER = datetime(2033, 1, 1, tzinfo=UTC)
KINDS = ("drafts", "lists", "papers", "contacts", "accounts", "notes", "corrected")


@pytest.fixture
def here() -> Town:
    return town()


@pytest.fixture
def confirmed(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if somebody had confirmed every period of the programme."""
    told = personal_data("nq68")
    assert told is not None
    sure = dataclasses.replace(told, ends_verified=True, kept=tuple(dataclasses.replace(one, verified=True) for one in told.kept))
    monkeypatch.setattr(erasing, "in_force", lambda programme: sure if programme == "nq68" else personal_data(programme))


def a_paid_person(here: Town) -> Decision:
    decision = approved(here, [person(1, account_number="1000000010404", bank_name="Agribank"), person(2)])
    with acting(here.payer):
        instruct.instruct(decision.pk, by=here.payer, at=here.later())
    return decision


def test_a_period_runs_from_the_end_of_the_programme_in_months() -> None:
    told = personal_data("nq68")
    assert told is not None
    assert {one.kind: one.over_on(told.ends_on) for one in told.kept} == {
        "drafts": date(2022, 9, 30), "lists": date(2024, 6, 30), "papers": date(2027, 6, 30), "contacts": date(2024, 6, 30), "accounts": date(2032, 6, 30),
        "notes": date(2024, 6, 30), "corrected": date(2027, 6, 30),
    }  # fmt: skip
    assert dataclasses.replace(told.kept[0], months=8).over_on(date(2022, 6, 30)) == date(2023, 2, 28)


@pytest.mark.usefixtures("confirmed")
def test_nothing_goes_before_its_time_and_nothing_whose_period_nobody_confirmed(here: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    a_paid_person(here)
    for kind in KINDS:
        with pytest.raises(Refused) as early:
            erase("nq68", kind, at=BEFORE)
        assert early.value.code == "not_over"
    monkeypatch.undo()
    with pytest.raises(Refused) as unsure:
        erase("nq68", "contacts", at=AFTER)
    assert unsure.value.code == "period_unverified"
    with pytest.raises(Refused) as unknown:
        erase("nq42", "accounts", at=AFTER)
    assert unknown.value.code == "kind_unlimited"
    with acting(NATION):
        assert not Erasure.objects.exists()
        assert Claim.objects.exclude(phone="").count() == 2


@pytest.mark.usefixtures("confirmed")
def test_when_time_is_over_contacts_accounts_and_rows_go_and_decision_money_and_log_stay(here: Town) -> None:
    decision = a_paid_person(here)
    with acting(NATION):
        before = (
            list(Decision.objects.values()),
            list(Instruction.objects.order_by("pk").values()),
            sums_of(decision.pk),
            list(Claim.objects.order_by("pk").values_list("full_name", "id_number", "amount_vnd", "state")),
        )
    for kind in KINDS:
        erase("nq68", kind, at=AFTER)
    with acting(NATION):
        assert [(row.phone, row.address, row.bank_name, row.account_number) for row in Claim.objects.all()] == [("", "", "", "")] * 2
        assert set(Person.objects.values_list("phone", "address")) == {("", "")}
        assert set(UploadRow.objects.values_list("state", flat=True)) == {"ready"}
        assert all(row.data == {} and row.as_read is None for row in UploadRow.objects.all())
        after = (
            list(Decision.objects.values()),
            list(Instruction.objects.order_by("pk").values()),
            sums_of(decision.pk),
            list(Claim.objects.order_by("pk").values_list("full_name", "id_number", "amount_vnd", "state")),
        )
        assert after == before
        assert verify.check(verify.records()).faults == []
        assert {row.kind for row in Erasure.objects.all()} == {"lists", "contacts", "accounts"}
    assert all(found.left == 0 for found in standings(on=AFTER.date()) if found.programme == "nq68")
    for kind in KINDS:
        assert erase("nq68", kind, at=AFTER) == 0, "a second run finds nothing"


@pytest.mark.usefixtures("confirmed")
def test_a_dossier_under_way_keeps_what_it_needs_and_so_does_the_registry_for_its_province(here: Town) -> None:
    a_paid_person(here)
    under_way = submitted(here, [person(3)])
    for kind in ("lists", "contacts", "accounts"):
        erase("nq68", kind, at=AFTER)
    with acting(NATION):
        assert Claim.objects.get(dossier=under_way).phone
        assert Person.objects.exclude(phone="").count() == 3
        assert UploadRow.objects.get(upload=under_way.upload_id).data


@pytest.mark.usefixtures("confirmed")
def test_words_of_notes_go_with_what_would_prove_them_and_who_and_when_stay(here: Town) -> None:
    decision = a_paid_person(here)
    under_way = submitted(here, [person(9)])
    with acting(here.lister):
        for dossier, words in ((decision.dossier_id, "Đã gọi, thứ Hai có giấy"), (under_way.pk, "Chờ giấy")):
            write_note(dossier, Said(words), by=here.lister, at=here.later())
        note = Note.objects.get(dossier=decision.dossier_id)
        strike_note(note.pk, "Nhầm người", by=here.lister, at=here.later())
    assert erase("nq68", "notes", at=AFTER) == 1
    with acting(NATION):
        gone = Note.objects.filter(dossier=decision.dossier_id).order_by("pk")
        assert [(row.text, row.salt, row.officer_id) for row in gone] == [("#", "", here.lister.pk)] * 2
        assert (gone[0].made_at, gone[1].strikes_id) == (note.made_at, note.pk)
        assert Note.objects.get(dossier=under_way).text == "Chờ giấy"
        assert verify.check(verify.records()).faults == []
    with acting(here.lister):  # what is written after that goes too
        write_note(decision.dossier_id, Said("Còn hỏi lại"), by=here.lister, at=here.later())
    assert [erase("nq68", "notes", at=AFTER), erase("nq68", "notes", at=AFTER)] == [1, 0]


@pytest.mark.usefixtures("confirmed")
def test_what_a_later_decision_corrected_goes_and_amounts_articles_who_and_when_stay() -> None:
    here, decision = with_paper([patient(1), patient(2)], policy="nq68-08")
    first, second = claims(decision)
    corrected = correction(here, decision, first, {"f0_days": 10}, full_name="Trần Thị Mận", date_of_birth=date(1987, 5, 3))
    waiting = correction(here, decision, second, full_name="Lê Thị Đào")
    sign_it(here, corrected)
    assert erase("nq68", "corrected", at=AFTER) == 0, "one proposal waits for an answer, one paper is not set"
    with acting(here.chair):
        reject(waiting.pk, reason="Không phải sửa tên người này", by=here.chair, at=here.later())
    with acting(NATION):
        Revision.objects.filter(pk=corrected.pk).update(document=decision.document)
        before = list(Revision.objects.order_by("pk").values())
        held = json.dumps(list(RevisionItem.objects.values_list("before", "after")), ensure_ascii=False)
        assert all(word in held for word in ("Trần Thị Mận", "Lê Thị Đào", "1987-05-03", "f0_days"))
        sums = list(RevisionItem.objects.order_by("pk").values_list("claim", "state", "before_vnd", "after_vnd"))
    assert erase("nq68", "corrected", at=AFTER) == 1
    with acting(NATION):
        items = RevisionItem.objects.order_by("pk")
        assert [(row.before, row.after) for row in items] == [({"full_name": "#", "date_of_birth": "#"},) * 2, ({"full_name": "#"},) * 2]
        assert list(items.values_list("claim", "state", "before_vnd", "after_vnd")) == sums
        assert list(Revision.objects.order_by("pk").values()) == before
        assert Claim.objects.get(pk=first.pk).full_name == "Trần Thị Mận", "the claim stands as the later decision has it"
        assert verify.check(verify.records()).faults == []
    assert erase("nq68", "corrected", at=AFTER) == 0


@pytest.mark.usefixtures("confirmed")
def test_lists_set_aside_and_papers_go_with_their_files(here: Town, django_capture_on_commit_callbacks: Any) -> None:
    draft = read_list(here, [person(7)])
    with acting(here.lister):
        discard(draft, by=here.lister, at=here.later())
    patient = person(1, group="F0", period_start="2021-07-05", period_end="2021-07-18", period_days=14)
    dossier = submitted(here, [patient], policy="nq68-08")
    with acting(here.lister):
        claim = Claim.objects.get(dossier=dossier)
        sent = send_paper(claim.pk, file_of(picture(), "JPEG"), wanted="f0_start", by=here.lister, at=here.later())
    paper = check_paper(sent.pk, scanner=None, at=here.later())
    kept = f"{paper.sha256[:2]}/{paper.sha256}"
    assert storages["papers"].exists(kept)
    with django_capture_on_commit_callbacks(execute=True):
        assert (erase("nq68", "drafts", at=AFTER), erase("nq68", "papers", at=AFTER)) == (1, 0), "the claim is not decided yet"
    assert storages["papers"].exists(kept)
    decided(here, dossier)
    with django_capture_on_commit_callbacks(execute=True):
        assert erase("nq68", "papers", at=AFTER) == 1
    assert not storages["papers"].exists(kept)
    with acting(NATION):
        assert Paper.objects.get().erased_at == AFTER
        assert UploadRow.objects.get(upload=draft).data == {}
        assert not path_of(Upload.objects.select_related("file").get(pk=draft.pk).file).exists()
        assert verify.check(verify.records()).faults == []


@pytest.mark.usefixtures("confirmed")
def test_pages_of_what_was_erased_still_open(here: Town, signed_in: Callable[[Officer], Client]) -> None:
    decision = a_paid_person(here)
    for kind in KINDS:
        erase("nq68", kind, at=AFTER)
    with acting(NATION):
        upload, claim = Upload.objects.get(), Claim.objects.first()
    assert claim is not None
    client = signed_in(here.lister)
    for address in (
        f"/danh-sach/{upload.pk}/",
        f"/danh-sach/{upload.pk}/cot/",
        f"/ho-so/{decision.dossier_id}/",
        f"/ho-so/{decision.dossier_id}/nguoi/{claim.pk}/",
        f"/ho-so/{decision.dossier_id}/thong-bao/",
        "/ban-lam-viec/",
    ):
        assert client.get(address).status_code == 200, address
    assert client.get(f"/danh-sach/{upload.pk}/danh-dau-loi.xlsx").status_code in (409, 422)


def test_the_terminal_tells_what_is_kept_and_removes_nothing_unconfirmed(here: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    from ansinh.doors.cli import retention

    monkeypatch.setattr(retention, "load_rooms", lambda: None)
    a_paid_person(here)
    told = json.loads(CliRunner().invoke(main, ["retention", "show", "--json"]).output)
    contacts = next(one for one in told if (one["programme"], one["kind"]) == ("nq68", "contacts"))
    assert (contacts["over_on"], contacts["left"], contacts["verified"]) == ("2024-06-30", 1, False)
    refused = CliRunner().invoke(main, ["retention", "run", "--kind", "contacts"])
    assert refused.exit_code == 1
    assert "not confirmed yet" in refused.output
    with acting(NATION):
        assert Claim.objects.exclude(phone="").count() == 2
    monkeypatch.setattr(timezone, "now", lambda: AFTER)
    done = CliRunner().invoke(main, ["retention", "run", "--kind", "contacts", "--although-unverified"])
    assert (done.exit_code, done.output.strip()) == (0, "nq68 contacts: removed from 1")
    with acting(NATION):
        assert not Claim.objects.exclude(phone="").exists()
