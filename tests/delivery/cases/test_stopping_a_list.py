"""A long list says how far it is, waits for others however long they last, and can be stopped at any moment without leaving anything."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from django.db import connection

import testbed
from ansinh.delivery.cases import read, receive, storing, submit
from ansinh.delivery.cases.jobs import read_upload, start_submitting, submit_upload
from ansinh.delivery.cases.models import Claim, Dossier, Stop, Upload, UploadRow
from ansinh.delivery.cases.stop import stop, stopped
from ansinh.delivery.cases.work import Progress, Stopped, progress_of
from ansinh.delivery.offices.models import Role
from ansinh.delivery.offices.refusals import AlreadyDone, NotYours
from ansinh.delivery.offices.scope import NATION, acting
from ansinh.delivery.registry.models import Draw, Person
from delivery.casework import Town, officer, person, read_list, town, workbook
from simulation.together import at_once
from simulation.truth import demand_evidence, demand_truth

ROWS = [person(number) if number % 5 else person(number, full_name=f"Lê Văn Bé {number}", id_number="", id_kind=None) for number in range(1, 101)]


def state_of(upload: Upload) -> str:
    with acting(NATION):
        return Upload.objects.get(pk=upload.pk).state


def asked(here: Town, upload: Upload) -> Upload:
    with acting(here.lister):
        return stop(Upload.objects.get(pk=upload.pk), by=here.lister, at=here.later())


def sent(here: Town, count: int = 3) -> Upload:
    """Take in a file of so many people that waits to be read."""
    lines = [[n, f"Nguyễn Thị Hoa {n}", "05/03/1987", "Nữ", f"030187{n:06d}", "Thôn Đoài", 1_500_000] for n in range(1, count + 1)]
    with acting(here.lister):
        return receive.receive(workbook(lines), "ds.xlsx", policy="nq68-12", by=here.lister, at=here.later())


class Elsewhere:
    """Hears of each step of some work; at the first of a stage does something in a thread of its own, on a connection of its own."""

    def __init__(self, stage: str, deed: Callable[[], object]) -> None:
        """Wait for the first step of `stage` that has something to show."""
        self.stage, self.deed, self.steps = stage, deed, list[Progress]()
        self.found: object = None

    def __call__(self, progress: Progress) -> None:
        self.steps.append(progress)
        if progress.stage == self.stage and progress.done and self.found is None:
            (self.found,) = at_once(self.deed)


def test_a_list_that_waits_to_be_read_is_stopped_at_once_and_may_be_sent_again(db: None) -> None:
    here = town()
    upload = asked(here, sent(here))
    assert upload.state == Upload.State.DISCARDED
    assert "gửi lại" in upload.summary["stopped"]["vi"]
    read_upload(upload=str(upload.pk), officer=str(here.lister.pk))
    with acting(NATION):
        assert not UploadRow.objects.filter(upload=upload).exists(), "the job finds nothing to do"
    assert read.read(sent(here).pk, by=here.lister, at=here.later()).state == Upload.State.READ


def test_a_list_that_waits_to_be_submitted_is_as_it_was_before_and_its_job_does_nothing(db: None) -> None:
    here = town()
    upload = read_list(here, ROWS[:3])
    start_submitting(upload, by=here.lister)
    assert asked(here, upload).state == Upload.State.READ
    submit_upload(upload=str(upload.pk), officer=str(here.lister.pk))
    with acting(NATION):
        assert not Dossier.objects.exists()
    assert Upload.objects.filter(pk=upload.pk).count() == 0, "outside a scope nothing is seen"
    start_submitting(upload, by=here.lister)
    submit_upload(upload=str(upload.pk), officer=str(here.lister.pk))
    assert state_of(upload) == Upload.State.SUBMITTED


def test_only_who_lists_may_stop_and_only_what_is_at_work(db: None) -> None:
    here = town()
    upload, done = sent(here), read_list(here, ROWS[:3])
    other = officer("ke.toan", here.offices["commune"], Role.PAYER)
    with acting(other), pytest.raises(NotYours):
        stop(upload, by=other, at=here.later())
    with pytest.raises(AlreadyDone) as refusal:
        asked(here, done)
    assert refusal.value.code == "work_ended"


def test_a_reading_stopped_in_the_middle_leaves_no_row(own_db: str) -> None:
    here = town()
    upload = sent(here, 4_500)
    elsewhere = Elsewhere("reading", lambda: asked(here, upload))
    ended = read.read(upload.pk, by=here.lister, at=here.later(), tell=elsewhere)
    assert (ended.state, elsewhere.steps[-1].done) == (Upload.State.DISCARDED, 2_000), "stopped at the next block"
    with acting(NATION):
        assert not UploadRow.objects.exists()
        assert not Stop.objects.filter(heeded_at=None).exists()
    demand_evidence()


def test_a_submission_stopped_in_the_middle_leaves_nobody_and_goes_whole_the_next_time(own_db: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storing, "BLOCK", 16)
    here = town()
    upload = read_list(here, ROWS)
    elsewhere = Elsewhere("storing", lambda: (acted(progress_of, upload), asked(here, upload)))
    with pytest.raises(Stopped), acting(here.lister):
        submit.submit(upload, by=here.lister, at=here.later(), tell=elsewhere)
    stopped(upload.pk, by=here.lister, at=here.later())
    assert isinstance(elsewhere.found, tuple), elsewhere.found
    assert elsewhere.found[0] == elsewhere.steps[0] == Progress("storing", 16, 100), "others see how far it is"
    with acting(NATION):
        assert (Claim.objects.count(), Person.objects.count(), Draw.objects.count(), Dossier.objects.count()) == (0, 0, 0, 0)
        assert "trước khi nộp" in Upload.objects.get(pk=upload.pk).summary["refusal"]["vi"]
    with acting(here.lister):
        dossier = submit.submit(upload, by=here.lister, at=here.later())
    assert acted(progress_of, upload) is None
    with acting(NATION):
        assert (dossier.claims, Claim.objects.count(), Person.objects.count()) == (100, 100, 100)
    demand_truth()
    demand_evidence()


def acted(deed: Callable[..., Any], *arguments: Any) -> Any:
    with acting(NATION):
        return deed(*arguments)


def test_who_asks_when_the_work_is_ending_is_told_that_it_is_too_late(own_db: str, databases: testbed.Databases) -> None:
    here = town()
    upload = sent(here)
    with psycopg.connect(databases.owner_of(own_db)) as ending:
        ending.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [upload.pk.hex])
        with pytest.raises(AlreadyDone) as refusal:
            asked(here, upload)
    assert refusal.value.code == "work_ending"
    assert state_of(upload) == Upload.State.READING


def test_a_list_waits_for_another_that_holds_its_people_however_long_that_lasts(own_db: str, databases: testbed.Databases) -> None:
    here = town()
    upload = read_list(here, ROWS[:3])
    beats: list[int] = []
    with psycopg.connect(databases.owner_of(own_db)) as other:
        other.execute("SELECT set_config('ansinh.level', 'national', false)")
        other.execute(
            "INSERT INTO registry_person (id, province, district, commune, full_name, folded_name, sex, birth_precision, id_number, id_kind, phone, address, identity, known_since)"
            " VALUES (gen_random_uuid(), '30', '', '', 'A', 'a', '', 'none', '', '', '', '', 'cccd:030187000002', now())"
        )

        def beat(_work: object) -> None:
            beats.append(1)
            other.rollback()

        with pytest.MonkeyPatch.context() as patch, acting(here.lister), connection.cursor() as cursor:
            patch.setattr(storing.Work, "beat", beat)
            cursor.execute("SET LOCAL lock_timeout = '100ms'")
            assert submit.submit(upload, by=here.lister, at=here.later()).claims == 3
    assert beats, "it waited, and looked whether it is to stop"
    demand_truth()
