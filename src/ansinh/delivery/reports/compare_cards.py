"""From the sums of all provinces the cards: one a unit, period and policy, each with where it stands among its like and how hard its days were.

The newest cards are their subjects' alone for a working day; when they are counted again they become the ones that others see.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import Min

from ansinh.delivery.cases.procedure import local_day
from ansinh.delivery.evidence.models import Head
from ansinh.delivery.offices.queries import MAP_2021
from ansinh.delivery.offices.scope import NATION, acting
from ansinh.delivery.reports.cards_wall import counting
from ansinh.delivery.reports.count_cards import count_province
from ansinh.delivery.reports.lockdown import days_of
from ansinh.delivery.reports.models_cards import LENGTHS, PERIODS, WORKED, Card, CardCount, PeerGroup, Slot, WorkDay
from ansinh.policy.calendar import vietnam_calendar
from ansinh.policy.names import fold

if TYPE_CHECKING:
    from datetime import date, datetime

FEWEST_UNITS = 5
"""With fewer like it a unit has no rank: the others could be told from it."""
FEWEST_CASES = 10
"""With fewer steps done or overdue a unit has no rank: one late step would move it too far."""
UNITS_A_CLASS = 10
"""Units are cut into one class of size for each ten of them, at most `MOST_CLASSES`, so that a class keeps enough of them to compare."""
MOST_CLASSES = 4


def count_cards(*, at: datetime) -> int:
    """Count the work of all provinces and make the cards through the day before; give how many cards changed."""
    with acting(NATION):
        provinces = sorted(head.province for head in Head.objects.exclude(province="00"))
    for province in provinces:
        count_province(province)
    return make_cards(at=at)


def make_cards(*, at: datetime) -> int:
    """Open the cards that their subjects have had for a working day, then make the newest ones from the sums; give how many of those changed."""
    today = local_day(at)
    until = today - timedelta(1)
    with counting(NATION), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '600s'")
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('cards', 0))")
        fresh = CardCount.objects.filter(pk=Slot.FRESH).first()
        if fresh and seen_for_a_day(fresh, on=today):
            _open(cursor, fresh)
        _name(cursor)
        first = WorkDay.objects.aggregate(first=Min("day"))["first"] or until
        changed = sum(_make(cursor, period, min(until, until - timedelta(period - 1) if period else first), until) for period in PERIODS)
        cursor.execute("DROP TABLE named")
        CardCount.objects.update_or_create(pk=Slot.FRESH, defaults={"until": until, "counted_at": at})
        return changed


def seen_for_a_day(fresh: CardCount, *, on: date) -> bool:
    """Say whether the newest cards have been their subjects' for a whole working day before a day."""
    day = timedelta(1)
    return vietnam_calendar().working_days_between(local_day(fresh.counted_at) - day, on - day) > 0


def _open(cursor: Any, fresh: CardCount) -> None:
    for table, key, told in (("reports_card", CARD_KEY, CARD_TOLD), ("reports_peergroup", PEER_KEY, PEER_TOLD)):
        names = f"{', '.join(key)}, {', '.join(told)}"
        source = f"(SELECT 'open'::text AS {names} FROM {table} WHERE slot = 'fresh') opened"  # noqa: S608 - names of ours
        cursor.execute(_keep(table, source, key, told))
    CardCount.objects.update_or_create(pk=Slot.OPEN, defaults={"until": fresh.until, "counted_at": fresh.counted_at})


def _name(cursor: Any) -> None:
    """Tell the database what the officers and offices that did anything are called, with and without marks."""
    cursor.execute("CREATE TEMPORARY TABLE named (unit text PRIMARY KEY, name text, folded_name text) ON COMMIT DROP")
    cursor.execute(CALLED)
    called = cursor.fetchall()  # read before: a connection that copies answers nothing else
    with cursor.copy("COPY named FROM STDIN") as copy:
        for key, name in called:
            copy.write_row((key, name, fold(name)))
    cursor.execute("ANALYZE named")


def _make(cursor: Any, period: int, since: date, until: date) -> int:
    days = days_of(since, until)
    places = [(*place, *told) for place, told in days.locked.items()]
    columns: list[list[Any]] = [list(column) for column in zip(*places, strict=True)] if places else [[], [], [], [], []]
    values = {
        "period": period, "since": since, "until": until, "map": MAP_2021, "fewest_units": FEWEST_UNITS, "fewest_cases": FEWEST_CASES, "a_class": UNITS_A_CLASS,
        "classes": MOST_CLASSES, "provinces": list(days.groups), "groups": list(days.groups.values()), **dict(zip(("p", "d", "c", "sixteen", "fifteen"), columns, strict=True)),
    }  # fmt: skip
    for statement in (SUMMED, "ANALYZE summed", CLASSED, "ANALYZE classed", PEERS, _keep("reports_peergroup", "peers", PEER_KEY, PEER_TOLD), CARDED):
        cursor.execute(statement, values)
    changed = int(cursor.rowcount)
    cursor.execute("DROP TABLE summed, classed, peers")
    return changed


def _keep(table: str, source: str, key: tuple[str, ...], told: tuple[str, ...]) -> str:
    names, new = f"{', '.join(key)}, {', '.join(told)}", ", ".join(f"{name} = excluded.{name}" for name in told)
    differs = f"({', '.join(f'r.{name}' for name in told)}) IS DISTINCT FROM ({', '.join(f'excluded.{name}' for name in told)})"
    return f"INSERT INTO {table} AS r ({names}) SELECT {names} FROM {source} ON CONFLICT ({', '.join(key)}) DO UPDATE SET {new} WHERE {differs}"  # noqa: S608 - ours


def _columns(model: type[Card | PeerGroup], key: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(_quoted(column) for field in model._meta.concrete_fields if (column := str(field.column)) not in ("id", *key))  # noqa: SLF001 - Django's documented Meta API


def _quoted(name: str) -> str:
    return '"group"' if name == "group" else name


CARD_KEY = ("slot", "level", "unit", "office", "period", "policy")
CARD_TOLD = _columns(Card, CARD_KEY)
PEER_KEY = ("slot", "period", "policy", "level", "kind", '"group"', "size")
PEER_TOLD = tuple(name for name in _columns(PeerGroup, PEER_KEY) if name not in PEER_KEY)

CALLED = """SELECT id::text, name FROM offices_office WHERE id IN (SELECT unit::uuid FROM reports_workday WHERE level = 'office')
    UNION ALL SELECT id::text, full_name FROM offices_officer WHERE id IN (SELECT unit::uuid FROM reports_workday WHERE level = 'person')"""

SUMS = ", ".join(f"coalesce(sum({name}) FILTER (WHERE day >= %(since)s), 0) AS {name}" for name in WORKED if name != "due_open")
LASTED = ", ".join(
    f"coalesce(max({share}) FILTER (WHERE sort = '{name.split('_')[0]}'), -1) AS {name}"
    for name in LENGTHS
    for share in ("half" if name.endswith("median") else "most",)
)

SUMMED = f"""
    CREATE TEMPORARY TABLE summed ON COMMIT DROP AS
    WITH counted AS (
        SELECT level, unit, office, p.policy, max(province) AS counted_in, max(district) AS district, max(commune) AS commune, {SUMS}, sum(due_open) AS overdue
        FROM reports_workday w CROSS JOIN LATERAL (VALUES (''), (w.policy)) p (policy) WHERE day <= %(until)s GROUP BY 1, 2, 3, 4),
    times AS (
        SELECT level, unit, office, p.policy, sort, length, sum(times) AS times
        FROM reports_worklength w CROSS JOIN LATERAL (VALUES (''), (w.policy)) p (policy) WHERE day BETWEEN %(since)s AND %(until)s AND times > 0 GROUP BY 1, 2, 3, 4, 5, 6),
    ordered AS (
        SELECT *, sum(times) OVER (each ORDER BY length) AS before, sum(times) OVER each AS whole FROM times WINDOW each AS (PARTITION BY level, unit, office, policy, sort)),
    shared AS (
        SELECT level, unit, office, policy, sort, min(length) FILTER (WHERE before * 100 >= whole * 50) AS half, min(length) FILTER (WHERE before * 100 >= whole * 90) AS most
        FROM ordered GROUP BY 1, 2, 3, 4, 5),
    lasted AS (SELECT level, unit, office, policy, {LASTED} FROM shared GROUP BY 1, 2, 3, 4)
    SELECT counted.*, {", ".join(f"coalesce(lasted.{name}, -1) AS {name}" for name in LENGTHS)},
        CASE WHEN done + overdue > 0 THEN in_time * 1000 / (done + overdue) ELSE -1 END AS punctual
    FROM counted LEFT JOIN lasted USING (level, unit, office, policy)"""  # noqa: S608 - names of ours

# A code that stands on two maps has a people's committee on each: the one of the map that places are named by speaks for the place.
CLASSED = """
    CREATE TEMPORARY TABLE classed ON COMMIT DROP AS
    WITH locked AS (
        SELECT * FROM unnest(%(p)s::text[], %(d)s::text[], %(c)s::text[], %(sixteen)s::integer[], %(fifteen)s::integer[]) x (province, district, commune, sixteen, fifteen)),
    headed AS (
        SELECT DISTINCT ON (f.level, f.province, f.district, f.commune) f.id, f.level, f.province, f.district, f.commune
        FROM offices_office f LEFT JOIN offices_place y ON y.id = f.place_id WHERE f.kind = 'people_committee'
        ORDER BY f.level, f.province, f.district, f.commune, (y.map_year = %(map)s) DESC NULLS LAST, f.id),
    placed AS (
        SELECT s.*, coalesce(n.name, l.name, s.unit) AS name, coalesce(n.folded_name, l.folded_name, s.unit) AS folded_name,
            coalesce(o.kind || '.' || o.level, '') AS kind, CASE s.level WHEN 'person' THEN '' WHEN 'office' THEN s.office ELSE coalesce(c.id::text, '') END AS speaker,
            CASE WHEN s.office <> '' THEN coalesce(o.province, '') ELSE s.counted_in END AS province
        FROM summed s LEFT JOIN named n ON s.office <> '' AND n.unit = s.unit LEFT JOIN offices_office o ON o.id = nullif(s.office, '')::uuid
        LEFT JOIN offices_place l ON s.office = '' AND l.map_year = %(map)s AND l.level = s.level AND l.code = s.unit
        LEFT JOIN headed c ON s.office = '' AND c.level = s.level AND c.province = s.counted_in
            AND CASE s.level WHEN 'province' THEN true WHEN 'district' THEN c.district = s.unit ELSE c.commune = s.unit END),
    hard AS (
        SELECT placed.*, coalesce(g."group", '') AS "group", coalesce(k.sixteen, m.sixteen, w.sixteen, 0) AS days_16, coalesce(k.fifteen, m.fifteen, w.fifteen, 0) AS days_15,
            punctual * 1000 + CASE WHEN share_median < 0 THEN 0 ELSE 999 - least(share_median, 999) END AS standing
        FROM placed LEFT JOIN unnest(%(provinces)s::text[], %(groups)s::text[]) g (province, "group") ON g.province = placed.province
        LEFT JOIN locked k ON k.commune = placed.commune AND placed.commune <> ''
        LEFT JOIN locked m ON m.district = placed.district AND m.commune = '' AND m.province = placed.province AND placed.district <> ''
        LEFT JOIN locked w ON w.province = placed.province AND w.district = '' AND w.commune = '')
    SELECT hard.*, coalesce(sized.size, 0) AS size FROM hard LEFT JOIN (
        SELECT level, unit, office, policy, 1 + (rank() OVER (cell ORDER BY received) - 1) * least(%(classes)s, greatest(1, count(*) OVER cell / %(a_class)s)) / count(*) OVER cell AS size
        FROM hard WHERE done + overdue >= %(fewest_cases)s AND "group" <> '' WINDOW cell AS (PARTITION BY policy, level, kind, "group")) sized USING (level, unit, office, policy)"""
PEERS = """
    CREATE TEMPORARY TABLE peers ON COMMIT DROP AS
    SELECT 'fresh'::text AS slot, %(period)s::integer AS period, policy, level, kind, "group", size, units, fewest, most,
        at[1] AS low, at[2] AS quarter, at[3] AS middle, at[4] AS three_quarters, at[5] AS high, slow, fast
    FROM (SELECT policy, level, kind, "group", size, count(*) AS units, min(received) AS fewest, max(received) AS most,
            percentile_disc(ARRAY[0, 0.25, 0.5, 0.75, 1]::float8[]) WITHIN GROUP (ORDER BY punctual) AS at,
            percentile_disc(0.25) WITHIN GROUP (ORDER BY standing) AS slow, percentile_disc(0.75) WITHIN GROUP (ORDER BY standing) AS fast
        FROM classed WHERE size > 0 GROUP BY 1, 2, 3, 4, 5) grouped WHERE units >= %(fewest_units)s"""

CARDED = _keep(
    "reports_card",
    """(SELECT 'fresh'::text AS slot, %(period)s::integer AS period, k.*, CASE WHEN p.units IS NULL THEN '' WHEN k.standing < p.slow THEN 'lower' WHEN k.standing > p.fast THEN 'upper'
        ELSE 'middle' END AS position FROM classed k LEFT JOIN peers p USING (policy, level, kind, "group", size)) carded""",
    CARD_KEY,
    CARD_TOLD,
)
