"""Jobs whose worker died are taken up again by the next one, within half a minute."""

from __future__ import annotations

from typing import TYPE_CHECKING

from procrastinate.contrib.django import app

if TYPE_CHECKING:
    from procrastinate import JobContext

SILENT_SECONDS = 20
"""A worker that has not been heard of for so long is dead; its heartbeat comes every ten seconds."""


@app.periodic(cron="* * * * * */15")
@app.task(queue="upkeep", queueing_lock="retry_stalled", pass_context=True)
async def retry_stalled(context: JobContext, timestamp: int) -> None:  # noqa: ARG001 - the scheduler passes it
    """Queue again what dead workers had begun. Every job may run twice with one effect, so nothing is doubled."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=SILENT_SECONDS):
        await manager.retry_job(job)
