"""A client stays as it was let in; only its end may be written, once."""

from __future__ import annotations

from django.db import migrations

SQL = """
CREATE FUNCTION systems_client_stands() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    may_change text[] := ARRAY['revoked_at', 'revoked_by_id', 'revoked_because'];
BEGIN
    IF (to_jsonb(OLD) - may_change) <> (to_jsonb(NEW) - may_change) OR OLD.revoked_at IS NOT NULL THEN
        RAISE EXCEPTION 'client % stands as it was let in', OLD.client_id USING ERRCODE = 'integrity_constraint_violation',
            HINT = 'revoke it and let another in';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER stands BEFORE UPDATE ON systems_apiclient FOR EACH ROW EXECUTE FUNCTION systems_client_stands();
CREATE TRIGGER stands_kept BEFORE DELETE ON systems_apiclient FOR EACH ROW EXECUTE FUNCTION ansinh_refuse();
"""


class Migration(migrations.Migration):
    """Guards of clients."""

    dependencies = [("systems", "0001_initial"), ("offices", "0002_walls")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
