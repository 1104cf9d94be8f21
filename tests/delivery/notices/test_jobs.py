"""The worker's own jobs, by the settings of an installation: what waits leaves, receipts come in, an owner who is away hands over."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone
from psycopg.types.range import TimestamptzRange

from ansinh.delivery.notices import jobs
from ansinh.delivery.notices.models import Notice, Undelivered
from ansinh.delivery.notices.sandbox.run import sandbox
from ansinh.delivery.offices.models import Absence, Role
from ansinh.delivery.offices.scope import NATION, acting
from delivery.casework import officer, town
from delivery.notices.sending import notice, now

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.django_db


@pytest.fixture
def _providers(tmp_path: Path, settings: Any) -> Iterator[None]:
    with sandbox() as written:
        settings.NOTICE_PROVIDERS = tmp_path / "providers.toml"
        settings.NOTICE_PROVIDERS.write_text(written.replace("21:00-07:00", "00:00-00:00"))
        yield


@pytest.mark.usefixtures("_providers")
def test_each_lane_is_emptied_by_its_own_job_and_receipts_come_in_by_the_window() -> None:
    at = town()
    singles, bulk = [notice(), notice("0912345111")], [notice(f"09123{number:05d}", lane="bulk") for number in range(1, 61)]
    jobs.send_notices(0)
    assert {now(row).state for row in singles} == {"sent"}
    assert {now(row).state for row in bulk} == {"queued"}
    jobs.send_bulk_notices(0)
    assert {now(row).state for row in bulk} == {"sent"}
    jobs.collect_receipts(0)
    assert [now(row).state for row in singles] == ["delivered", "bounced"]
    assert {now(row).state for row in bulk} == {"delivered"}, "more than one window of the centre"
    with acting(NATION):
        assert Undelivered.objects.get().owner == at.lister


def test_without_settings_the_jobs_leave_everything_where_it_is(settings: Any) -> None:
    settings.NOTICE_PROVIDERS = None
    one = notice()
    for job in (jobs.send_notices, jobs.send_bulk_notices, jobs.collect_receipts):
        job(0)
    assert now(one).state == Notice.State.QUEUED


@pytest.mark.usefixtures("_providers")
def test_who_is_away_hands_those_over_who_are_still_to_be_told() -> None:
    at = town()
    second = officer("second.10630", at.offices["commune"], Role.LISTER)
    notice("0912345000")
    jobs.send_notices(0)
    with acting(NATION):
        assert Undelivered.objects.get().owner == at.lister
        moment = timezone.now()
        Absence.objects.create(
            officer=at.lister,
            deputy=second,
            away=TimestamptzRange(moment - timedelta(hours=1), None),
            basis="Nghỉ phép",
            recorded_by=at.lister,
            recorded_at=moment,
        )
    jobs.collect_receipts(0)
    with acting(NATION):
        assert Undelivered.objects.get().owner == second
