"""Late complaints are found by a number, an officer or an office written with or without marks: `of_text` is a pattern."""

from __future__ import annotations

from django.db import migrations

LATE = """
CREATE OR REPLACE FUNCTION grievances_late(of_officer uuid, before_day date, of_province text, of_kind text, of_text text, after_due date, after_key uuid, falling boolean, most integer)
RETURNS TABLE (key uuid, number text, province text, kind text, due_on date, owner text, office text, sensitive boolean, rung text)
LANGUAGE sql STABLE SET ansinh.sensitive = 'all' AS $$
    -- the wall of the place stands; what is sensitive keeps its kind to itself, and is not there at all for whom it concerns
    SELECT r.id, r.number::text, r.province::text, CASE WHEN r.sensitive THEN '' ELSE r.kind::text END, r.due_on, o.full_name::text, f.name::text, r.sensitive,
        coalesce((SELECT e.rung::text FROM grievances_grievanceescalation e WHERE e.grievance_id = r.id ORDER BY e.made_at DESC, e.id DESC LIMIT 1), '')
    FROM grievances_grievance r JOIN offices_officer o ON o.id = r.owner_id JOIN offices_office f ON f.id = r.office_id
    WHERE r.state = 'filed' AND r.due_on < before_day AND of_province IN ('', r.province) AND (of_kind = '' OR NOT r.sensitive AND r.kind = of_kind)
        AND NOT (r.sensitive AND of_officer = ANY (r.involved))
        AND (of_text = '' OR concat_ws(' ', r.number, o.full_name, f.name) ~ of_text)
        AND (after_due IS NULL OR CASE WHEN falling THEN (r.due_on, r.id) < (after_due, after_key) ELSE (r.due_on, r.id) > (after_due, after_key) END)
    ORDER BY CASE WHEN falling THEN r.due_on END DESC, CASE WHEN falling THEN r.id END DESC, r.due_on, r.id LIMIT most
$$;

CREATE OR REPLACE FUNCTION grievances_late_by_province(of_officer uuid, before_day date, of_kind text, of_text text) RETURNS TABLE (province text, late bigint)
LANGUAGE sql STABLE SET ansinh.sensitive = 'all' AS $$
    SELECT r.province::text, count(*)
    FROM grievances_grievance r JOIN offices_officer o ON o.id = r.owner_id JOIN offices_office f ON f.id = r.office_id
    WHERE r.state = 'filed' AND r.due_on < before_day AND (of_kind = '' OR NOT r.sensitive AND r.kind = of_kind) AND NOT (r.sensitive AND of_officer = ANY (r.involved))
        AND (of_text = '' OR concat_ws(' ', r.number, o.full_name, f.name) ~ of_text)
    GROUP BY r.province
$$;
"""


class Migration(migrations.Migration):
    """The same two reads, whose text is a pattern."""

    dependencies = [("grievances", "0005_late")]
    operations = [migrations.RunSQL(LATE, migrations.RunSQL.noop)]
