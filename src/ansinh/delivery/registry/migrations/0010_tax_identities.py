"""Employers are beneficiaries too, known by their tax code; what a register tells of somebody names her."""

from __future__ import annotations

from django.db import migrations, models

SQL = """
CREATE OR REPLACE FUNCTION registry_told_of(subjects text[], of_programme text)
RETURNS TABLE (asked text, register text, snapshot uuid, source text, dated date, told jsonb)
LANGUAGE sql STABLE ROWS 10 SET ansinh.level = 'national' AS $$
    -- of exactly these identities, and of those linked with them; the newest snapshots alone
    WITH meant AS (
        SELECT s AS asked, s AS subject FROM unnest(subjects) s
        UNION SELECT l.identity, l.holder FROM registry_identitylink l WHERE l.identity = ANY (subjects) AND l.undone_at IS NULL
        UNION SELECT l.holder, l.identity FROM registry_identitylink l WHERE l.holder = ANY (subjects) AND l.undone_at IS NULL)
    SELECT m.asked, s.register, s.id, s.source, s.dated, e.told || jsonb_build_object('full_name', e.full_name) FROM meant m
    JOIN registry_registerentry e ON e.subject = m.subject JOIN registry_registersnapshot s ON s.id = e.snapshot_id
    WHERE s.state = 'current' AND s.programme = of_programme ORDER BY s.dated DESC, e.line
$$;

CREATE FUNCTION registry_vouches(of_programme text) RETURNS boolean LANGUAGE sql STABLE SET ansinh.level = 'national' AS $$
    SELECT EXISTS (SELECT FROM registry_registersnapshot s WHERE s.state = 'current' AND s.programme = of_programme)
$$;
"""


class Migration(migrations.Migration):
    """Tax codes among identities."""

    dependencies = [
        ("registry", "0009_bodies_and_registers"),
    ]

    operations = [
        migrations.AlterField(
            model_name="person",
            name="id_kind",
            field=models.CharField(blank=True, choices=[("cccd", "CCCD"), ("cmnd", "CMND"), ("tax", "MST")], max_length=4),
        ),
        migrations.RunSQL(SQL, migrations.RunSQL.noop),
    ]
