"""Reads of the ministry's orders, reminders of those due or late, and whose they are when somebody leaves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import connection
from django.db.models import Count, Prefetch, Q

from ansinh.delivery.cases.escalate import TOLD, thresholds
from ansinh.delivery.cases.models_orders import MinistryOrder, OrderAnswer, OrderedProvince, OrderReminder
from ansinh.delivery.cases.orders import may_command
from ansinh.delivery.cases.procedure import local_day
from ansinh.delivery.cases.queries import Page, page
from ansinh.delivery.evidence.record import act
from ansinh.delivery.offices.models import Level
from ansinh.delivery.offices.refusals import NotYours
from ansinh.delivery.offices.scope import NATION, SYSTEM, acting, within

if TYPE_CHECKING:
    import uuid
    from collections.abc import Collection
    from datetime import date, datetime

    from ansinh.delivery.offices.models import Officer

RUNGS = {"reminder": "r.owner_id", "chief": "r.owner_id", "ministry": TOLD["ministry"]}
"""For each rung of the ladder, who is told: the day before and the day after whoever heads the province, after five working days the ministry."""
MOST_OF_PROVINCE = 100
ENTITLED = (Level.NATIONAL, Level.PROVINCE)


@dataclass(frozen=True)
class Waiting:
    """What of the ministry's orders waits for an officer: answers due of her province, of those late; answers that the ministry has to read."""

    due: int = 0
    late: int = 0
    first_due_on: date | None = None
    unread: int = 0


def orders_of(province: str, *, seen_by: Officer) -> list[OrderedProvince]:
    """Give the orders to a province that the officer may see, with what was answered, the latest first; at most `MOST_OF_PROVINCE`."""
    if seen_by.office.level not in ENTITLED:
        return []
    answers = OrderAnswer.objects.select_related("file", "answered_by", "found_by").order_by("-answered_at")
    rows = within(OrderedProvince.objects.filter(province=province), seen_by).select_related("order__issued_by", "order__office", "owner")
    return list(rows.prefetch_related(Prefetch("answers", answers)).order_by("-pk")[:MOST_OF_PROVINCE])


def order_to(key: uuid.UUID, *, seen_by: Officer) -> OrderedProvince:
    """Give what a province was ordered, with the order's own file; raises `DoesNotExist` out of scope."""
    row = within(OrderedProvince.objects.all(), seen_by).get(pk=key)
    with acting(NATION):  # the order's file lies in no province
        return OrderedProvince.objects.select_related("order__file", "order__issued_by", "order__office", "owner").get(pk=row.pk)


def demand_national(officer: Officer) -> None:
    """Raise `NotYours` for officers below the national level: they see what their own province was ordered."""
    if officer.office.level != Level.NATIONAL:
        raise NotYours(
            "orders_national", "Chỉ đạo cho mọi tỉnh do cơ quan trung ương theo dõi. Xem chỉ đạo cho tỉnh mình ở trang kế hoạch của tỉnh.",
            "Orders to all provinces are followed by national offices. See those to your own province on its page of plans.",
        )  # fmt: skip


def order_and_provinces(key: uuid.UUID) -> tuple[MinistryOrder, list[OrderedProvince]]:
    """Give an order and the provinces it went to, at most 63, those still to answer first, then by day; each with its answers, the latest first."""
    order = MinistryOrder.objects.select_related("issued_by", "office", "file").get(pk=key)
    answers = OrderAnswer.objects.select_related("answered_by").order_by("-answered_at")
    rows = OrderedProvince.objects.filter(order=order).select_related("owner").prefetch_related(Prefetch("answers", answers))
    return order, sorted(rows, key=lambda row: (TURN[row.state], row.due_on, row.province))


TURN = {"answered": 0, "open": 1, "again": 1, "accepted": 2}
"""What is shown first: answers to be read, then those missing, then those taken."""


def orders(*, text: str = "", after: str = "", before: str = "") -> Page[MinistryOrder]:
    """Give the orders whose number or title holds a text, the latest first, each with how many provinces it went to, how many answers were taken, wait to be read, are missing."""
    rows = MinistryOrder.objects.select_related("issued_by").annotate(
        sent=Count("provinces"),
        accepted=Count("provinces", filter=Q(provinces__state="accepted")),
        unread=Count("provinces", filter=Q(provinces__state="answered")),
    )
    if text:
        rows = rows.filter(Q(number__icontains=text) | Q(title__icontains=text))
    return page(rows, ("-issued_at", "-pk"), after=after, before=before)


def waiting(*, seen_by: Officer, on: date) -> Waiting:
    """Give what waits for an officer: for her province's offices the answers due, for the ministry those to be read and those late."""
    if seen_by.office.level not in ENTITLED:
        return Waiting()
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT count(*) FILTER (WHERE state <> 'answered'), count(*) FILTER (WHERE state <> 'answered' AND due_on < %(on)s),
                      min(due_on) FILTER (WHERE state <> 'answered'), count(*) FILTER (WHERE state = 'answered')
               FROM cases_orderedprovince WHERE state <> 'accepted' AND (%(province)s = '' OR province = %(province)s)""",
            {"on": on, "province": seen_by.office.province},
        )
        due, late, first, unread = cursor.fetchone()
    return Waiting(due, late, first, unread if may_command(seen_by, on=on) else 0)


def remind(*, at: datetime) -> int:
    """Tell of every unanswered order what its rung demands and nobody was told yet; give how many were told. Stops once it is answered."""
    on, made = local_day(at), 0
    with acting(NATION):
        _take_over(at)
        with act(SYSTEM, "cases.remind_order", at=at, province="") as deed:
            for rung, due in thresholds(on).items():
                if rung not in RUNGS:
                    continue
                with connection.cursor() as cursor:
                    cursor.execute(
                        f"""INSERT INTO cases_orderreminder (id, province, district, commune, of_id, due_on, rung, told_id, made_at)
                            SELECT ansinh_key(), r.province, '', '', r.id, r.due_on, %(rung)s::varchar, {RUNGS[rung]}, %(at)s
                            FROM cases_orderedprovince r WHERE r.state IN ('open', 'again') AND r.due_on <= %(due)s AND (%(rung)s::varchar <> 'reminder' OR r.due_on >= %(on)s)
                            ON CONFLICT (of_id, due_on, rung) DO NOTHING""",  # noqa: S608 - our own words
                        {"rung": rung, "at": at, "on": on, "due": due},
                    )
                    told = cursor.rowcount
                made += deed.events_of("ordered_province", TOLD_OF, {"at": at, "rung": rung}) if told else 0
    return made


TOLD_OF = """
    SELECT r.of_id, r.province, '', '', NULL::jsonb, jsonb_build_object('rung', r.rung, 'told', coalesce(o.full_name, ''), 'due_on', r.due_on)
    FROM cases_orderreminder r LEFT JOIN offices_officer o ON o.id = r.told_id WHERE r.made_at = %(at)s AND r.rung = %(rung)s ORDER BY r.id"""


def _take_over(at: datetime) -> None:
    """Give every unanswered order of somebody who no longer serves to whoever heads the province now."""
    with act(SYSTEM, "cases.hand_over_order", at=at, province="") as deed, connection.cursor() as cursor:
        cursor.execute(
            f"""WITH gone AS (
                    SELECT r.id, {TOLD["province"]} AS head FROM cases_orderedprovince r LEFT JOIN offices_officer w ON w.id = r.owner_id
                    WHERE r.state <> 'accepted' AND (w.id IS NULL OR NOT w.is_active OR NOT EXISTS (
                        SELECT FROM offices_assignment g WHERE g.officer_id = w.id AND g.office_id = w.office_id AND g.held @> %(on)s)))
                UPDATE cases_orderedprovince t SET owner_id = gone.head FROM gone WHERE gone.id = t.id AND gone.head IS DISTINCT FROM t.owner_id RETURNING t.id""",  # noqa: S608
            {"at": at, "on": local_day(at)},
        )
        keys = [row[0] for row in cursor.fetchall()]
        if keys:
            deed.events_of(
                "ordered_province",
                """SELECT p.id, p.province, '', '', NULL::jsonb, jsonb_build_object('owner', coalesce(o.full_name, ''), 'due_on', p.due_on)
                   FROM cases_orderedprovince p LEFT JOIN offices_officer o ON o.id = p.owner_id WHERE p.id = ANY (%(keys)s) ORDER BY p.id""",
                {"keys": keys},
            )


def reminders_of(rows: Collection[OrderedProvince]) -> list[OrderReminder]:
    """Give what was told of orders, the earliest first."""
    return list(OrderReminder.objects.filter(of__in=rows).select_related("told").order_by("made_at", "pk")[:MOST_OF_PROVINCE])
