"""Many claims of a dossier marked by one act, in sets: taken out, taken in again, or asked something missing for; shown first, undone while it is here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import Count, Q, Sum

from ansinh.delivery.cases.ask import ask, take_back
from ansinh.delivery.cases.draws import hold_draws, release_draws
from ansinh.delivery.cases.models import Claim
from ansinh.delivery.cases.models_marks import Mark, MarkItem
from ansinh.delivery.cases.take_step import own_task
from ansinh.delivery.evidence.record import act
from ansinh.delivery.offices.refusals import AlreadyDone, Refused
from ansinh.delivery.offices.scope import actor_of, within

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

    from ansinh.delivery.cases.choosing import Chosen
    from ansinh.delivery.cases.models import Dossier, Task
    from ansinh.delivery.evidence.record import Act
    from ansinh.delivery.offices.models import Officer

SHORTEST_REASON = 10
NAMED, MOST_NAMED = 40, 20
MOST_MARKS = 20
TAKES = {Mark.Action.EXCLUDE: Claim.State.IN_REVIEW, Mark.Action.INCLUDE: Claim.State.EXCLUDED, Mark.Action.ASK: Claim.State.IN_REVIEW}


@dataclass(frozen=True)
class Part:
    """Chosen claims that stand alike: the law's outcome, people, đồng."""

    outcome: str
    people: int
    amount_vnd: int


@dataclass(frozen=True)
class MarkPreview:
    """What a mark would take, by what the law says of them, and how many of those chosen it would leave as they are."""

    parts: list[Part]
    left_out: int

    @property
    def claims(self) -> int:
        """People taken."""
        return sum(part.people for part in self.parts)

    @property
    def amount_vnd(self) -> int:
        """What the law gives them."""
        return sum(part.amount_vnd for part in self.parts)


def preview_mark(dossier: Dossier, action: str, chosen: Chosen, *, seen_by: Officer) -> MarkPreview:
    """Say what marking the chosen claims would do, without doing anything. Raises `Refused` for an act that is none."""
    if action not in TAKES:
        raise Refused("mark_unknown", "Chọn việc cần làm với những người đã chọn.", "Choose what to do with those chosen.")
    state = TAKES[Mark.Action(action)]
    rows = chosen.rows(dossier, seen_by=seen_by).order_by()
    groups = rows.values("outcome").annotate(people=Count("pk", filter=Q(state=state)), vnd=Sum("amount_vnd", filter=Q(state=state)), all=Count("pk"))
    found = list(groups)
    parts = [Part(group["outcome"], group["people"], int(group["vnd"] or 0)) for group in found if group["people"]]
    return MarkPreview(sorted(parts, key=lambda part: part.outcome), sum(group["all"] - group["people"] for group in found))


def mark(task_id: uuid.UUID, action: str, chosen: Chosen, *, by: Officer, at: datetime, expected: tuple[int, int], reason: str = "", article: str = "") -> Mark:
    """Mark the chosen claims of the officer's own dossier as `preview_mark` said; `expected` are its people and đồng. Give the mark.

    Raises `Refused` where they are no longer so, where nobody is taken, without a reason for taking out or asking, or where a step has asked
    before; `NotYours` for anybody but the task's owner.
    """
    said = reason.strip()
    if action != Mark.Action.INCLUDE and len(said) < SHORTEST_REASON:
        raise Refused("reason_missing", "Ghi rõ lý do (ít nhất 10 ký tự): người liên quan đọc nguyên văn.", "Give the reason (at least 10 characters).")
    with act(actor_of(by), "cases.mark", at=at, province=by.office.province) as deed:
        task = own_task(task_id, by=by, at=at)
        deed.province = task.province
        found = preview_mark(task.dossier, action, chosen, seen_by=by)
        if (found.claims, found.amount_vnd) != expected or not found.claims:
            raise Refused(
                "changed", "Danh sách đã khác bản xem trước. Xem lại rồi làm.", "The list is no longer as the preview showed it. Look again, then act."
            )
        made = Mark.objects.create(
            province=task.province, district=task.district, commune=task.commune, task=task, officer=by, action=action, reason=said[:300], article=article.strip()[:100],
            claims=found.claims, amount_vnd=found.amount_vnd, made_at=at,
        )  # fmt: skip
        _keep(made, chosen, by=by)
        if action == Mark.Action.ASK:
            ask(task.pk, by=by, at=at, what=_asked(made))
        else:
            _move(deed, made, out=action == Mark.Action.EXCLUDE)
        return made


def undo_mark(mark_id: uuid.UUID, *, by: Officer, at: datetime) -> int:
    """Undo a mark of the officer's own while its dossier is with her; give how many claims stand as before. Those changed since stay as they are.

    Raises `AlreadyDone` once the dossier has left, what was asked for came, or it was undone.
    """
    with act(actor_of(by), "cases.undo_mark", at=at, province=by.office.province) as deed:
        known = within(Mark.objects.all(), by).values_list("task", flat=True).get(pk=mark_id)
        task = own_task(known, by=by, at=at)
        deed.province = task.province
        made = Mark.objects.select_for_update().select_related("task__dossier").get(pk=mark_id)
        if made.undone_at:
            raise AlreadyDone("mark_undone", "Việc này đã được hoàn tác.", "This was undone before.")
        Mark.objects.filter(pk=made.pk).update(undone_at=at)
        if made.action == Mark.Action.ASK:
            take_back(task, deed=deed)
            return made.claims
        return _move(deed, made, out=made.action == Mark.Action.INCLUDE, back=True)


def marks_of(task: Task, *, seen_by: Officer) -> list[Mark]:
    """Give the marks of a step, the latest first."""
    return list(within(Mark.objects.filter(task=task), seen_by).order_by("-pk")[:MOST_MARKS])


def _keep(made: Mark, chosen: Chosen, *, by: Officer) -> None:
    """Keep which claims are taken, with the reason each had."""
    rows = chosen.rows(made.task.dossier, seen_by=by).filter(state=TAKES[Mark.Action(made.action)]).order_by()
    picked, values = rows.values("pk").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            f"""INSERT INTO cases_markitem (id, province, district, commune, mark_id, claim_id, reason, article)
            SELECT ansinh_key_in(%s, c."order"), c.province, c.district, c.commune, %s, c.id, c.state_reason, c.state_article
            FROM cases_claim c WHERE c.id IN ({picked})""",  # noqa: S608 - the query of the rows above, its values apart
            [made.pk, made.pk, *values],
        )


# Only those that stand as the mark left them are put back.
MOVED = {
    (True, False): "UPDATE cases_claim c SET state = 'excluded', state_reason = %(reason)s, state_article = %(article)s FROM cases_markitem i WHERE {of} AND c.state = 'in_review'",
    (False, False): "UPDATE cases_claim c SET state = 'in_review', state_reason = '', state_article = '' FROM cases_markitem i WHERE {of} AND c.state = 'excluded'",
    (True, True): "UPDATE cases_claim c SET state = 'excluded', state_reason = i.reason, state_article = i.article FROM cases_markitem i WHERE {of} AND c.state = 'in_review'",
    (False, True): """UPDATE cases_claim c SET state = 'in_review', state_reason = '', state_article = '' FROM cases_markitem i
        WHERE {of} AND c.state = 'excluded' AND c.state_reason = %(reason)s AND c.state_article = %(article)s""",
}  # fmt: skip
"""By whether claims go out, and whether a mark is undone: undoing out gives back the reason they had."""

TOLD = """SELECT c.id, c.province, c.district, c.commune, jsonb_build_object('state', %(before)s::text),
    jsonb_build_object('state', c.state, 'reason', c.state_reason, 'article', c.state_article, 'mark', %(mark)s::text)
    FROM cases_claim c WHERE c.id = ANY (%(moved)s)"""


def _move(deed: Act, made: Mark, *, out: bool, back: bool = False) -> int:
    """Move the claims of a mark out of the dossier's review or into it, with their draws; give how many."""
    values: dict[str, Any] = {"mark": made.pk, "reason": made.reason, "article": made.article}
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '120s'")
        cursor.execute(MOVED[out, back].format(of="i.mark_id = %(mark)s AND i.claim_id = c.id") + " RETURNING c.id", values)
        moved = [row[0] for row in cursor.fetchall()]
    if out:
        release_draws(made.task.dossier_id, at=deed.at)
    else:
        hold_draws(made.task.dossier_id, at=deed.at)
    if moved:
        deed.events_of("claim", TOLD, {"moved": moved, "before": "in_review" if out else "excluded", "mark": str(made.pk)})
    sums = {"act": made.action, "claims": len(moved), "amount_vnd": made.amount_vnd, "reason": made.reason}
    deed.event("dossier", made.task.dossier, after=sums)
    return len(moved)


def _asked(made: Mark) -> str:
    """Word what is asked for: the reason, the article, of whom."""
    orders = list(MarkItem.objects.filter(mark=made).order_by("claim__order").values_list("claim__order", flat=True)[:NAMED])
    named = ", ".join(map(str, orders[:MOST_NAMED])) + (" …" if made.claims > MOST_NAMED else "")
    article = f" Căn cứ: {made.article}." if made.article else ""
    return f"{made.reason.rstrip('.')}.{article} {made.claims} người, số thứ tự: {named}."[:500]
