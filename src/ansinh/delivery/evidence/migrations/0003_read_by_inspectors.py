"""Acts are found by time, one entry an act whatever it touched; an act is read again as it was sealed."""

from __future__ import annotations

from django.db import migrations, models

SQL = r"""
CREATE FUNCTION evidence_check_acts(of_acts uuid[]) RETURNS TABLE (act uuid, province text, sequence bigint, events integer, chain text, sound boolean)
LANGUAGE sql STABLE SET ansinh.level = 'national' AS $$
    -- yes or no and where it stands in the chain; no word of any event
    SELECT s.act, s.province::text, s.sequence, s.events, encode(s.chain, 'hex'), CASE WHEN s.events > 2000 THEN NULL ELSE
        s.chain = sha256(s.previous || convert_to(concat_ws(E'\x1f', s.province, s.sequence, s.act, s.events), 'UTF8') || s.digest)
        AND (s.sequence = 1 AND s.previous = ''::bytea OR EXISTS (
            SELECT FROM evidence_seal p WHERE p.province = s.province AND p.sequence = s.sequence - 1 AND p.chain = s.previous))
        AND coalesce((SELECT count(*) = s.events AND sha256(string_agg(e.row_hash, ''::bytea ORDER BY e.position)) = s.digest AND bool_and(e.row_hash = sha256(convert_to(
            concat_ws(E'\x1f', e.act, e.position, e.province, e.district, e.commune, to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'),
                coalesce(e.officer::text, ''), e.officer_name, coalesce(e.office::text, ''), e.verb, e.subject_kind, e.subject, coalesce(e.before::text, ''),
                coalesce(e.after::text, '')), 'UTF8')))
            FROM evidence_event e WHERE e.act = s.act), false) END
    FROM evidence_seal s WHERE s.act = ANY (of_acts)
$$;
"""


class Migration(migrations.Migration):
    """An index of acts and a function."""

    dependencies = [("evidence", "0002_guards")]
    operations = [
        migrations.AddIndex(
            model_name="event",
            index=models.Index(
                condition=models.Q(("position", 1)), fields=["-at", "-id"], include=("province", "district", "commune"), name="event_acts_by_time"
            ),
        ),
        migrations.RunSQL(SQL, "DROP FUNCTION evidence_check_acts(uuid[])"),
    ]
