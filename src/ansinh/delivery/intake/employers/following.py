"""What an employer follows: each of its filings, the step it is at, with whom, due when; and each worker it named."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ansinh.delivery.cases.models import Claim, Dossier, Task
from ansinh.delivery.cases.procedure import procedure_of
from ansinh.delivery.intake.models import Filing, FilingRow
from ansinh.delivery.intake.queries import claims_of
from ansinh.delivery.offices.scope import NATION, acting
from ansinh.policy.load import load_programme

if TYPE_CHECKING:
    import uuid
    from datetime import date

    from ansinh.delivery.intake.models_employers import Accountant, NamedWorker
    from ansinh.policy.programme import Policy
    from ansinh.policy.workflow import Step

MOST_FILINGS, MOST_WORKERS = 50, 1000


@dataclass(frozen=True)
class Followed:
    """A filing as its employer sees it; `owner`, `office`, `due_on` say with whom it is now."""

    filing: Filing
    policy: Policy
    dossier: Dossier | None
    step: Step | None
    owner: str
    office: str
    due_on: date | None
    steps: list[tuple[Step, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Worker:
    """A worker of a filing: her row, what she said, who confirmed her, and her claim once there is one."""

    row: FilingRow
    named: NamedWorker | None
    claim: Claim | None

    @property
    def began(self) -> date | None:
        """The first day of what was filed for her."""
        return self.named.began if self.named else None


def filings_of(accountant: Accountant) -> list[Followed]:
    """Give the filings of the accountant's employer, the newest first."""
    with acting(NATION):
        rows = (
            Filing.objects.filter(channel=Filing.Channel.EMPLOYER, filer_reference=accountant.tax_code).select_related("owner", "office").order_by("-filed_at")
        )
        return [_followed(row) for row in rows[:MOST_FILINGS]]


def filing_of(accountant: Accountant, key: uuid.UUID) -> tuple[Followed, list[Worker]]:
    """Give one filing of the employer with its workers. Raises `DoesNotExist` for another's."""
    with acting(NATION):
        rows = Filing.objects.filter(channel=Filing.Channel.EMPLOYER, filer_reference=accountant.tax_code).select_related("owner", "office")
        found = rows.get(pk=key)
        claims = claims_of(found)
        people = FilingRow.objects.filter(filing=found).select_related("named__confirmed_by", "named__owner").order_by("order")[:MOST_WORKERS]
        return _followed(found), [Worker(row, getattr(row, "named", None), claims.get(row.order)) for row in people]


def _followed(filing: Filing) -> Followed:
    policy = load_programme(filing.programme).policy(filing.policy)
    dossier = Dossier.objects.filter(upload=filing.upload_id).first() if filing.upload_id else None
    if dossier is None:
        waits = filing.state == Filing.State.FILED
        steps = policy.procedure_on(filing.filed_on).steps
        return Followed(
            filing, policy, None, None, str(filing.owner), filing.office.name, filing.due_on if waits else None, [(step, "ahead") for step in steps]
        )
    task = Task.objects.filter(dossier=dossier, done_at=None).select_related("owner", "office").first()
    steps = procedure_of(dossier).steps
    here = next((place for place, step in enumerate(steps) if step.id == dossier.step), 0)
    decided = dossier.state == Dossier.State.DECIDED
    marked = [(step, "done" if decided or place < here else "here" if place == here else "ahead") for place, step in enumerate(steps)]
    step = None if decided else steps[here]
    return Followed(filing, policy, dossier, step, str(task.owner) if task else "", task.office.name if task else "", task.due_on if task else None, marked)
