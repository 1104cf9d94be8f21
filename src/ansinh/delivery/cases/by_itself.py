"""A step completes by itself where the programme says so, registers vouch for every claim, and a named officer answers for that by a written act."""

from __future__ import annotations

import hashlib
from collections import Counter
from contextlib import suppress
from typing import TYPE_CHECKING

from django.db import IntegrityError, connection, transaction

from ansinh.delivery.cases.answer_again import latest_of
from ansinh.delivery.cases.mandates import mandate_of
from ansinh.delivery.cases.models import Claim, Dossier, Outcome, Task
from ansinh.delivery.cases.models_mandates import Completion
from ansinh.delivery.cases.procedure import handed, local_day, step_of
from ansinh.delivery.cases.take_step import own_task, pass_on
from ansinh.delivery.evidence.record import act
from ansinh.delivery.offices.refusals import Refused
from ansinh.delivery.offices.scope import NATION, acting, actor_of
from ansinh.delivery.registry.registers.vouch import entries_of, vouched
from ansinh.policy.calendar import vietnam_calendar
from ansinh.policy.load import load_programme
from ansinh.policy.load_procedure import BY_ITSELF

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from ansinh.delivery.cases.models_mandates import Mandate
    from ansinh.policy.workflow import ByItself

BATCH = 500
MOST = 200
"""Steps looked at in one run; the next run goes on."""
REVIEW_DAYS = 5
"""Working days within which what was drawn is looked at."""


def to_complete(*, at: datetime) -> list[uuid.UUID]:
    """Give open steps under a mandate that were not tried yet, or not since a register or the mandate became newer; the oldest first, at most `MOST`."""
    with acting(NATION), connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT t.id FROM cases_mandate m JOIN cases_task t ON t.owner_id = m.officer_id AND t.office_id = m.office_id AND t.done_at IS NULL
            JOIN cases_dossier d ON d.id = t.dossier_id AND d.policy = m.policy
            WHERE m.held @> %(on)s AND t.action = ANY(%(actions)s) AND t.asked_on IS NULL
              AND (t.tried_at IS NULL OR t.tried_at < m.given_at OR t.tried_at < (SELECT max(taken_over_at) FROM registry_registersnapshot))
            ORDER BY t.opened_at, t.id LIMIT %(most)s""",
            {"on": local_day(at), "actions": list(BY_ITSELF), "most": MOST},
        )
        return [key for (key,) in cursor.fetchall()]


def complete(task_id: uuid.UUID, *, at: datetime) -> Completion | None:
    """Complete a step in the name of its owner if nothing in it needs a human; nothing where something does, which is noted and tried again later."""
    with acting(NATION):
        owner = Task.objects.select_related("owner__office").get(pk=task_id).owner
    with acting(owner):
        done = None
        with suppress(Refused, IntegrityError), transaction.atomic():  # a draw was lost, a worker is not confirmed: whoever opens the step reads why
            done = _complete(own_task(task_id, by=owner, at=at), at=at)
        if done is None:
            Task.objects.filter(pk=task_id).update(tried_at=at)
        return done


def _complete(task: Task, *, at: datetime) -> Completion | None:
    step, mandate = step_of(task.dossier, task.step), mandate_of(task, on=local_day(at))
    if step.by_itself is None or mandate is None or task.waiting:
        return None
    told = _told(task.dossier, step.by_itself, mandate)
    if told is None:
        return None
    with act(actor_of(task.owner), "cases.complete_by_itself", at=at, province=task.province) as deed:
        following = pass_on(deed, task)
        drawn = _drawn(task, mandate, step.by_itself)
        completion = Completion.objects.create(
            province=task.province, district=task.district, commune=task.commune, task=task, mandate=mandate, claims=task.dossier.claims, vouched=told, made_at=at,
            review_by=vietnam_calendar().due_on(local_day(at), REVIEW_DAYS) if drawn else None,
        )  # fmt: skip
        deed.event("completion", completion, after={"mandate": mandate.basis, "vouched": told, "drawn": drawn, **handed(following)})
    return completion


def _drawn(task: Task, mandate: Mandate, when: ByItself) -> bool:
    """Say whether the step is looked at afterwards: the first under each mandate is, and by the step's own key so many of 100."""
    if not Completion.objects.filter(mandate=mandate).exists():
        return True
    return int.from_bytes(hashlib.sha256(task.pk.bytes).digest()[:4]) % 100 < when.sampled


def _told(dossier: Dossier, when: ByItself, mandate: Mandate) -> list[dict[str, object]] | None:
    """Say which registers vouch for what of how many claims; nothing as soon as one claim needs a human."""
    claims = Claim.objects.filter(dossier=dossier)
    fit = claims.filter(state=Claim.State.IN_REVIEW, outcome=Outcome.ELIGIBLE, draw_held=True, amount_vnd__lte=mandate.most_vnd)
    if not fit.exists() or fit.count() != claims.count():
        return None
    told: Counter[tuple[str, str, str, str]] = Counter()
    programme = load_programme(dossier.programme)
    for block in _blocks(dossier):
        entries = entries_of({claim.identity for claim in block}, programme=dossier.programme)
        lasts = latest_of(block)
        for claim in block:
            last = lasts[claim.pk]
            found = vouched(entries.get(claim.identity, []), programme=programme, claim=last.facts, as_of=last.as_of)
            for fact in when.vouched:
                values = {value for one in found.get(fact, ()) for value in one.values}
                if len(values) != 1 or found[fact][0].against(last.facts.get(fact)) or last.facts.get(fact) is None:
                    return None
                one = found[fact][0]
                told[fact, one.register, one.source, one.dated.isoformat()] += 1
    return [{"fact": fact, "register": register, "source": source, "dated": dated, "claims": count} for (fact, register, source, dated), count in told.items()]


def _blocks(dossier: Dossier) -> Iterator[Sequence[Claim]]:
    after = 0
    while block := list(Claim.objects.filter(dossier=dossier, order__gt=after).order_by("order")[:BATCH]):
        yield block
        after = block[-1].order
