"""Entries of a register's version that is no longer used can be removed, by one function alone; the version remembers how many."""

from __future__ import annotations

import django.contrib.postgres.indexes
from django.db import migrations, models

GUARDS = """
DROP TRIGGER only_add ON registry_registerentry;
CREATE TRIGGER only_add BEFORE UPDATE ON registry_registerentry FOR EACH ROW EXECUTE FUNCTION ansinh_refuse();

CREATE FUNCTION registry_entries_kept() RETURNS trigger LANGUAGE plpgsql SET ansinh.level = 'national' AS $$
BEGIN
    IF EXISTS (SELECT FROM (SELECT DISTINCT snapshot_id FROM gone) g LEFT JOIN registry_registersnapshot s ON s.id = g.snapshot_id
               WHERE s.id IS NULL OR s.state NOT IN ('superseded', 'refused')) THEN
        RAISE EXCEPTION 'entries of a version in use stay' USING ERRCODE = 'integrity_constraint_violation', HINT = 'only a version that a newer one replaced, or that was put away, is emptied';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER entries_kept AFTER DELETE ON registry_registerentry REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION registry_entries_kept();

CREATE FUNCTION registry_remove_entries(of_snapshot uuid, most integer) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET ansinh.level = 'national' AS $$
DECLARE
    removed bigint;
BEGIN
    DELETE FROM registry_registerentry WHERE ctid = ANY (ARRAY(SELECT ctid FROM registry_registerentry WHERE snapshot_id = of_snapshot LIMIT most));
    GET DIAGNOSTICS removed = ROW_COUNT;
    RETURN removed;
END $$;
"""


class Migration(migrations.Migration):
    """Two columns, an index that costs nothing to keep, a guard and a function."""

    dependencies = [("registry", "0012_person_by_year")]

    operations = [
        migrations.AddField(
            model_name="registersnapshot", name="removed", field=models.BigIntegerField(db_default=0, default=0, help_text="entries removed since")
        ),
        migrations.AddField(
            model_name="registersnapshot", name="emptied_at", field=models.DateTimeField(help_text="when the last of its entries was removed", null=True)
        ),
        migrations.AddConstraint(
            model_name="registersnapshot",
            constraint=models.CheckConstraint(
                condition=models.Q(("emptied_at__isnull", True), ("removed", 0)) | models.Q(("state__in", ["superseded", "refused"])),
                name="snapshot_removed_unused",
            ),
        ),
        migrations.AddIndex(
            model_name="registerentry",
            index=django.contrib.postgres.indexes.BrinIndex(fields=["snapshot"], name="register_entry_by_snapshot", pages_per_range=16),
        ),
        migrations.RunSQL(GUARDS, migrations.RunSQL.noop),
    ]
