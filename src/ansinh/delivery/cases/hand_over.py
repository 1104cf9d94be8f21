"""Work never waits for somebody who is not there: an absence names its deputy, and open tasks go to whoever answers now, by sets."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, connection, transaction
from django.db.models import Q
from psycopg.types.range import TimestamptzRange

from ansinh.delivery.cases.given import SHORTEST_BASIS
from ansinh.delivery.cases.models import Task
from ansinh.delivery.cases.procedure import local_day, local_time, step_of
from ansinh.delivery.cases.sums_to_sign import limited
from ansinh.delivery.cases.take_step import prepared_by
from ansinh.delivery.evidence.record import act
from ansinh.delivery.offices.incompatible import demand_compatible_deputy
from ansinh.delivery.offices.models import Absence, Officer, Role
from ansinh.delivery.offices.queries import answers_for, roles_of, who_answers
from ansinh.delivery.offices.refusals import NobodyAnswers, NotYours, Refused
from ansinh.delivery.offices.scope import SYSTEM, actor_of
from ansinh.delivery.offices.signing import limits_here
from ansinh.policy.load import load_programme, programme_names

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable
    from datetime import datetime

    from ansinh.delivery.evidence.record import Act

MAY_RECORD = frozenset({Role.CHIEF.value, Role.ADMINISTRATOR.value})
PREPARED = "t.dossier_id IN (SELECT d.dossier_id FROM cases_task d WHERE d.done_by_id = %(to)s UNION SELECT s.id FROM cases_dossier s WHERE s.submitted_by_id = %(to)s)"


@dataclass(frozen=True)
class HandedOver:
    """How many open tasks changed hands and to whom, and how many found nobody and stay where they are, for the chief to see."""

    moved: int
    stuck: int
    to: tuple[tuple[Officer, int], ...] = ()


KINDS = """
    WITH RECURSIVE kinds AS (
        (SELECT t.owner_id, t.office_id, t.action FROM cases_task t WHERE t.done_at IS NULL ORDER BY 1, 2, 3 LIMIT 1)
        UNION ALL
        SELECT n.* FROM kinds k CROSS JOIN LATERAL (SELECT t.owner_id, t.office_id, t.action FROM cases_task t
            WHERE t.done_at IS NULL AND (t.owner_id, t.office_id, t.action) > (k.owner_id, k.office_id, k.action) ORDER BY 1, 2, 3 LIMIT 1) n)"""
"""Each kind of open work once: owner, office, action."""

WITHOUT_OWNER = f"""{KINDS}
    SELECT DISTINCT ON (k.owner_id) k.owner_id, CASE WHEN NOT o.is_active THEN 'left' WHEN o.office_id <> k.office_id THEN 'moved' WHEN b.away THEN 'away' ELSE 'unassigned' END
    FROM kinds k JOIN offices_officer o ON o.id = k.owner_id
    JOIN unnest(%(actions)s::text[], %(roles)s::text[]) AS r (action, role) ON r.action = k.action
    CROSS JOIN LATERAL (SELECT EXISTS (SELECT FROM offices_absence a WHERE a.officer_id = k.owner_id AND a.away @> %(at)s) AS away) b
    CROSS JOIN LATERAL (SELECT array_agg(g.policy::text) AS policies FROM offices_assignment g
        WHERE g.office_id = k.office_id AND g.held @> %(on)s AND g.role IN (r.role, 'chief') AND (g.officer_id = k.owner_id OR g.officer_id IN (
            SELECT a.officer_id FROM offices_absence a WHERE a.deputy_id = k.owner_id AND a.away @> %(at)s))) h
    WHERE NOT o.is_active OR o.office_id <> k.office_id OR b.away OR h.policies IS NULL OR '' <> ALL (h.policies) AND EXISTS (
        SELECT FROM cases_task t JOIN cases_dossier s ON s.id = t.dossier_id WHERE t.done_at IS NULL AND t.owner_id = k.owner_id AND t.office_id = k.office_id
            AND t.action = k.action AND s.policy <> ALL (h.policies))
    ORDER BY k.owner_id"""  # noqa: S608 - our own words
"""Tasks are read one by one only where somebody answers for some policies and not for all."""


def record_absence(officer: Officer, deputy: Officer, *, since: datetime, until: datetime | None, basis: str, by: Officer, at: datetime) -> Absence:
    """Record that an officer is away and who stands in; work that waits for her goes over at once when she is away already.

    Herself, the chief of the office or its administrator may. Raises `NotYours` for anybody else, `Refused` for a deputy of another
    office or out of service, a span that ends before it begins, a basis that is none, an absence that overlaps another, or a deputy who
    would come to a role that does not go with one of hers.
    """
    demand_may_record(officer, by, at)
    _demand_possible(officer, deputy, since, until, basis)
    demand_compatible_deputy(officer, deputy, away=TimestamptzRange(since, until))
    with act(actor_of(by), "cases.record_absence", at=at, province=officer.office.province) as deed:
        try:
            with transaction.atomic():
                absence = Absence.objects.create(
                    officer=officer, deputy=deputy, away=TimestamptzRange(since, until), basis=basis.strip()[:120], recorded_by=by, recorded_at=at
                )
        except IntegrityError as error:
            raise Refused("absence_twice", f"{officer} đã có một đợt vắng trùng thời gian này.", f"{officer} is already away at that time.") from error
        deed.events_of(
            "absence",
            """SELECT a.id, f.province, f.district, f.commune, NULL::jsonb, jsonb_build_object('officer', o.full_name, 'deputy', d.full_name,
                'since', lower(a.away), 'until', upper(a.away), 'basis', a.basis)
               FROM offices_absence a JOIN offices_officer o ON o.id = a.officer_id JOIN offices_officer d ON d.id = a.deputy_id
               JOIN offices_office f ON f.id = o.office_id WHERE a.id = %(absence)s""",
            {"absence": absence.pk},
        )
        if since <= at:
            move(deed, officer, at=at, reason=absence.basis)
        return absence


def hand_over(officer_id: uuid.UUID, *, at: datetime, reason: str) -> HandedOver:
    """Give the open tasks of an officer who is away, gone or no longer assigned to whoever answers now; twice does no more than once.

    One who is there keeps what she is still assigned to.
    """
    officer = Officer.objects.get(pk=officer_id)
    with act(SYSTEM, "cases.hand_over", at=at, province=officer.office.province) as deed:
        return move(deed, officer, at=at, reason=reason)


def rehearse(officer: Officer, *, at: datetime) -> HandedOver:
    """Give what `hand_over` would do now, by doing it and taking it back; nothing is written."""
    with transaction.atomic():
        found = move(None, officer, at=at, reason="")
        transaction.set_rollback(True)
    return found


def without_owner(*, at: datetime) -> dict[uuid.UUID, str]:
    """Give the officers who own open tasks and are not there to do them, each with the reason: away, left, moved, no longer assigned.

    Asked every minute: the kinds of work of each officer are found by leaps along an index, however many tasks are of a kind.
    """
    actions, roles = zip(*_role_of_action().items(), strict=True)
    with connection.cursor() as cursor:
        cursor.execute(WITHOUT_OWNER, {"at": at, "on": local_day(at), "actions": list(actions), "roles": list(roles)})
        return dict(cursor.fetchall())


def _role_of_action() -> dict[str, str]:
    """Give the role that does each action, as the programmes' procedures have it."""
    steps = (step for name in programme_names() for policy in load_programme(name).policies for procedure in policy.procedures for step in procedure.steps)
    return {step.action: step.role for step in steps}


def demand_may_record(officer: Officer, by: Officer, at: datetime) -> None:
    """Raise `NotYours` unless the absence of an officer is for `by` to record and to end."""
    if by.pk != officer.pk and not (by.office_id == officer.office_id and roles_of(by, on=local_day(at)) & MAY_RECORD):
        raise NotYours(
            "absence_of_another",
            "Chỉ bản thân cán bộ, người đứng đầu hoặc quản trị của đơn vị ghi được vắng mặt.",
            "Only the officer, the chief or the administrator of the office may record an absence.",
        )


def _demand_possible(officer: Officer, deputy: Officer, since: datetime, until: datetime | None, basis: str) -> None:
    if deputy.pk == officer.pk or deputy.office_id != officer.office_id or not deputy.is_active:
        raise Refused("deputy_elsewhere", "Chọn một người khác cùng đơn vị làm thay.", "Choose another officer of the same office to stand in.")
    if until is not None and until <= since:
        raise Refused("absence_backwards", "Thời điểm trở lại phải sau thời điểm vắng.", "The return must lie after the beginning.")
    if len(basis.strip()) < SHORTEST_BASIS:
        raise Refused("absence_basis", "Ghi căn cứ: đơn nghỉ, giấy cách ly, văn bản giao việc.", "Give the written basis: leave, isolation, delegation.")


def move(deed: Act | None, officer: Officer, *, at: datetime, reason: str) -> HandedOver:
    """Move what an officer cannot do any more; without a deed nothing is told to the log."""
    here = officer.is_active and not Absence.objects.filter(officer=officer, away__contains=at).exists()
    kinds = [task for task in _kinds_of_work(officer) if not (here and _still_hers(officer, task, at))]
    given: Counter[Officer] = Counter()
    for task in kinds:
        _move_kind(deed, officer, task, at=at, reason=reason, given=given)
    left = Task.objects.filter(owner=officer, done_at=None)
    if here:
        parts = {(task.office_id, task.step, task.dossier.policy) for task in kinds}
        left = left.filter(reduce(or_, (Q(office=office, step=step, dossier__policy=policy) for office, step, policy in parts), Q(pk=None)))
    stuck = left.exclude(action="approve").count()  # for these nobody answers at all; a decision may still go to another who prepared nothing of it
    for task in left.filter(action="approve").select_for_update(of=("self",)).select_related("dossier", "office").order_by("pk"):
        wanted, never = limited(task.dossier, task.office_id, on=local_day(at)), {officer, *prepared_by(task.dossier)}
        try:
            to = who_answers(task.office, role=step_of(task.dossier, task.step).role, policy=task.dossier.policy, at=at, never=never, wanted=wanted)
        except NobodyAnswers:
            stuck += 1
            continue
        given[to] += _give(deed, "t.id = %(task)s", {"task": task.pk, "from": officer.pk, "to": to.pk}, to, reason)
    return HandedOver(given.total(), stuck, tuple((to, count) for to, count in given.most_common() if count))


def _still_hers(officer: Officer, task: Task, at: datetime) -> bool:
    """Say whether an officer who is there is still assigned to work of a kind."""
    role = step_of(task.dossier, task.step).role
    return task.office_id == officer.office_id and answers_for(officer, role, policy=task.dossier.policy, at=at)


def _kinds_of_work(officer: Officer) -> Iterable[Task]:
    """Give one open task of each kind an officer owns: what is the same for a kind is asked once."""
    rows = Task.objects.filter(owner=officer, done_at=None).select_related("dossier", "office")
    return rows.order_by("office", "step", "dossier__policy", "dossier__as_of").distinct("office", "step", "dossier__policy", "dossier__as_of")


def _move_kind(deed: Act | None, officer: Officer, task: Task, *, at: datetime, reason: str, given: Counter[Officer]) -> None:
    """Give all tasks of one kind to whoever answers, except those she prepared herself where the step decides; nobody there moves none.

    Where somebody in the office signs up to a limit only, each approval is looked at by itself.
    """
    if task.action == "approve" and limits_here(task.office_id, policy=task.dossier.policy, on=local_day(at)):
        return
    try:
        to = who_answers(task.office, role=step_of(task.dossier, task.step).role, policy=task.dossier.policy, at=at, never=(officer,))
    except NobodyAnswers:
        return
    where = "t.office_id = %(office)s AND t.step = %(step)s AND s.policy = %(policy)s AND s.as_of = %(as_of)s"
    where += f" AND NOT ({PREPARED})" if task.action == "approve" else ""
    values = {"office": task.office_id, "step": task.step, "policy": task.dossier.policy, "as_of": task.dossier.as_of, "from": officer.pk, "to": to.pk}
    given[to] += _give(deed, where, values, to, reason)


def _give(deed: Act | None, where: str, values: dict[str, Any], to: Officer, reason: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            f"""UPDATE cases_task t SET owner_id = %(to)s FROM cases_dossier s
                WHERE s.id = t.dossier_id AND t.owner_id = %(from)s AND t.done_at IS NULL AND {where} RETURNING t.dossier_id""",  # noqa: S608 - our own words
            values,
        )
        dossiers = [row[0] for row in cursor.fetchall()]
    if dossiers and deed:
        deed.events_of(
            "dossier",
            """SELECT s.id, s.province, s.district, s.commune, jsonb_build_object('owner', %(before)s::text),
                jsonb_build_object('owner', %(to)s::text, 'office', o.name, 'reason', %(reason)s::text, 'due_on', t.due_on)
               FROM cases_dossier s JOIN cases_task t ON t.dossier_id = s.id AND t.done_at IS NULL JOIN offices_office o ON o.id = t.office_id
               WHERE s.id = ANY (%(dossiers)s) ORDER BY s.id""",
            {"before": Officer.objects.get(pk=values["from"]).full_name, "to": to.full_name, "reason": reason, "dossiers": dossiers},
        )
    return len(dossiers)


def words_of(reason: str, at: datetime) -> str:
    """Say in Vietnamese why a task changed hands; it stands in the log and on the dossier's page."""
    said = {
        "away": "người giữ việc vắng",
        "left": "người giữ việc đã thôi việc",
        "moved": "người giữ việc đã chuyển đơn vị",
        "unassigned": "người giữ việc không còn được phân công",
    }
    return f"{said[reason]}, {local_time(at):%H:%M %d/%m/%Y}"
