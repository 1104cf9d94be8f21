"""What the sums of a province are made of, as statements: of all its rows, or of the places that its log names since the last count.

Values: `province`, `zone`, `kinds`, `since` and `sequence` (links of the log), and the lengths of the pairs of days that `PAIRS` gives.
"""

from __future__ import annotations

from dataclasses import dataclass

from ansinh.delivery.reports.models import MEASURES

LEVELLED = """CASE WHEN grouping(district) = 1 THEN 'province' WHEN grouping(commune) = 1 THEN 'district' ELSE 'commune' END AS level,
    coalesce(district, '') AS district, coalesce(commune, '') AS commune"""
KINDS = ("dossier", "claim", "decision", "revision", "instruction", "recovery")
"""The subjects of events after which a sum may differ; each row of theirs bears the place of its dossier, and so does each event."""

PLACES = """CREATE TEMPORARY TABLE touched ON COMMIT DROP AS
    SELECT DISTINCT e.district, e.commune FROM evidence_seal s JOIN evidence_event e ON e.act = s.act
    WHERE s.province = %(province)s AND s.sequence > %(since)s AND s.sequence <= %(sequence)s
      AND e.subject_kind = ANY (%(kinds)s)"""
"""The places of a province where something that is counted here happened since the last count."""

ALL = "d.province = %(province)s"
SOME = "d.province = %(province)s AND (d.district, d.commune) IN (SELECT district, commune FROM touched)"

# Instructions are reached from the dossiers by their keys, never by reading the whole table.
PAYMENTS = "cases_dossier d JOIN cases_decision c ON c.dossier_id = d.id JOIN payments_instruction i ON i.decision_id = c.id"

# A later decision takes away from the day of the decision it concerns: what is counted is what is in force of it.
IN_FORCE = """LEFT JOIN (SELECT r.decision_id, count(*) FILTER (WHERE v.after_vnd = 0) AS people, sum(v.after_vnd - v.before_vnd) AS vnd
        FROM cases_revision r JOIN cases_revisionitem v ON v.revision_id = r.id WHERE r.province = %(province)s AND r.state = 'signed' GROUP BY r.decision_id) v
        ON v.decision_id = c.id"""
# Of payments that arrived those of claims in force count, a person once however often a later decision added to hers, less what comes back.
FIRST = """NOT EXISTS (SELECT FROM cases_revisionitem v WHERE v.claim_id = i.claim_id AND v.state = 'signed' AND v.after_vnd = 0)
    AND (i.revision_id IS NULL OR NOT EXISTS (SELECT FROM payments_instruction o WHERE o.claim_id = i.claim_id AND o.attempt < i.attempt AND o.state = 'paid'))"""
LESS = "(SELECT coalesce(sum(y.amount_vnd), 0) FROM payments_recovery y WHERE y.instruction_id = i.id AND y.outcome <> 'came_back')"

HAPPENED = """
    SELECT district, commune, policy, (submitted_at AT TIME ZONE %(zone)s)::date AS day, '' AS channel, 1 AS dossiers, claims, 0 AS approved, 0 AS refused,
        0 AS paid, 0 AS returned, amount_vnd AS claimed_vnd, 0::bigint AS approved_vnd, 0::bigint AS paid_vnd, 0::bigint AS returned_vnd
    FROM cases_dossier d WHERE {where}
    UNION ALL
    SELECT d.district, d.commune, d.policy, c.decided_on, '', 0, 0, c.approved - coalesce(v.people, 0), c.refused, 0, 0, 0, c.amount_vnd + coalesce(v.vnd, 0), 0, 0
    FROM cases_dossier d JOIN cases_decision c ON c.dossier_id = d.id {IN_FORCE} WHERE {where}
    UNION ALL
    SELECT d.district, d.commune, d.policy, i.settled_on, i.channel, 0, 0, 0, 0, (i.state = 'paid' AND {FIRST})::integer, (i.state = 'failed')::integer, 0, 0,
        CASE i.state WHEN 'paid' THEN i.amount_vnd - {LESS} ELSE 0 END, CASE i.state WHEN 'failed' THEN i.amount_vnd ELSE 0 END
    FROM {PAYMENTS} WHERE {where} AND i.settled_on IS NOT NULL"""

PAIRS = "SELECT DISTINCT d.as_of, i.settled_on FROM {PAYMENTS} WHERE {where} AND i.settled_on IS NOT NULL AND i.state = 'paid'"

TOOK = """
    SELECT d.district, d.commune, d.policy, i.settled_on AS day, l.working_days, 1 AS people FROM {PAYMENTS}
    JOIN unnest(%(starts)s::date[], %(ends)s::date[], %(lengths)s::integer[]) AS l (start, finish, working_days) ON l.start = d.as_of AND l.finish = i.settled_on
    WHERE {where} AND i.state = 'paid' AND {FIRST}"""


def _told(selection: str, where: str) -> str:
    return selection.format(where=where, IN_FORCE=IN_FORCE, FIRST=FIRST, LESS=LESS, PAYMENTS=PAYMENTS)


@dataclass(frozen=True)
class Kept:
    """A table of sums: the rows it sums up, what tells its cells apart besides place, policy and day, and what it adds up."""

    table: str
    selection: str
    own: str
    measures: tuple[str, ...]

    @property
    def cell(self) -> str:
        """What tells sums of one place apart."""
        return f"policy, day, {self.own}"

    @property
    def levels(self) -> str:
        """The same for a commune, its district and its province."""
        return f"GROUPING SETS (({self.cell}), (district, {self.cell}), (district, commune, {self.cell}))"

    @property
    def summed(self) -> str:
        """The measures added up."""
        return ", ".join(f"sum({name}) AS {name}" for name in self.measures)

    def whole(self) -> tuple[str, str]:
        """Give the statements that compare every sum of a province with the rows and put it right."""
        counted = f"SELECT {LEVELLED}, {self.cell}, {self.summed} FROM ({_told(self.selection, ALL)}) happened GROUP BY {self.levels}"  # noqa: S608 - names of ours
        return self._moved(counted, f"level, district, commune, {self.cell}", "true"), self._put_right(f"TABLE {self.table}_moved")

    def touched(self) -> tuple[str, str]:
        """Give the statements that compare the sums of touched communes with the rows, and move those of districts and province by as much."""
        counted = f"SELECT district, commune, {self.cell}, {self.summed} FROM ({_told(self.selection, SOME)}) happened GROUP BY district, commune, {self.cell}"  # noqa: S608
        moved = self._moved(counted, f"district, commune, {self.cell}", "level = 'commune' AND (district, commune) IN (SELECT district, commune FROM touched)")
        return moved, self._put_right(f"SELECT {LEVELLED}, {self.cell}, {self.summed} FROM {self.table}_moved GROUP BY {self.levels}")  # noqa: S608 - names of ours

    def _moved(self, counted: str, keys: str, kept: str) -> str:
        moves = ", ".join(f"coalesce(c.{name}, 0) - coalesce(r.{name}, 0) AS {name}" for name in self.measures)
        differs = " OR ".join(f"coalesce(c.{name}, 0) <> coalesce(r.{name}, 0)" for name in self.measures)
        return f"""CREATE TEMPORARY TABLE {self.table}_moved ON COMMIT DROP AS SELECT {keys}, {moves} FROM ({counted}) c
            FULL JOIN (SELECT * FROM {self.table} WHERE province = %(province)s AND {kept}) r USING ({keys}) WHERE {differs}"""  # noqa: S608 - names of ours

    def _put_right(self, moved: str) -> str:
        keys = ("level", "district", "commune", "policy", "day", self.own)
        names = (*keys, *self.measures)
        return f"""MERGE INTO {self.table} r USING ({moved}) m ON r.province = %(province)s AND {" AND ".join(f"r.{key} = m.{key}" for key in keys)}
            WHEN MATCHED THEN UPDATE SET {", ".join(f"{name} = r.{name} + m.{name}" for name in self.measures)}
            WHEN NOT MATCHED THEN INSERT (province, {", ".join(names)}) VALUES (%(province)s, {", ".join(f"m.{name}" for name in names)})"""  # noqa: S608 - as above


DAILY = Kept("reports_daily", HAPPENED, "channel", MEASURES)
LASTED = Kept("reports_duration", TOOK, "working_days", ("people",))
CLEARED = "DROP TABLE reports_daily_moved, reports_duration_moved"
WHOLE = (*DAILY.whole(), _told(PAIRS, ALL), *LASTED.whole(), CLEARED)
TOUCHED = (PLACES, *DAILY.touched(), _told(PAIRS, SOME), *LASTED.touched(), CLEARED, "DROP TABLE touched")
