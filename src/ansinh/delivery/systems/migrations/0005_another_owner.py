"""A client may be handed to another owner while it is in use."""

from __future__ import annotations

from django.db import migrations

SQL = """
CREATE OR REPLACE FUNCTION systems_client_stands() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    may_change text[] := ARRAY['owner_id', 'revoked_at', 'revoked_by_id', 'revoked_because'];
BEGIN
    IF (to_jsonb(OLD) - may_change) <> (to_jsonb(NEW) - may_change) OR OLD.revoked_at IS NOT NULL THEN
        RAISE EXCEPTION 'client % stands as it was let in', OLD.client_id USING ERRCODE = 'integrity_constraint_violation',
            HINT = 'revoke it and let another in';
    END IF;
    RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    """One guard opens for one column."""

    dependencies = [("systems", "0004_telling")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
