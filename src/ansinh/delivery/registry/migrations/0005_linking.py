"""What linking and undoing ask of the register of draws beyond the officer's own scope: whether somebody speaks for others, and parting again."""

from __future__ import annotations

from django.db import migrations

SQL = """
CREATE FUNCTION registry_speaks(of_identity text) RETURNS boolean LANGUAGE sql STABLE SET ansinh.level = 'national' AS $$
    SELECT EXISTS (SELECT FROM registry_identitylink l WHERE l.holder = of_identity AND l.undone_at IS NULL)
$$;

CREATE FUNCTION registry_part_draws(of_holder text, of_identity text) RETURNS integer LANGUAGE plpgsql SET ansinh.level = 'national' AS $$
DECLARE
    parted integer;
BEGIN
    UPDATE registry_draw d SET holder = d.identity WHERE d.holder = of_holder AND d.identity = of_identity AND d.released_at IS NULL
        AND NOT EXISTS (SELECT FROM registry_draw o WHERE o.holder = of_identity AND o.programme = d.programme AND o.slot = d.slot AND o.released_at IS NULL);
    GET DIAGNOSTICS parted = ROW_COUNT;
    RETURN parted;
END $$;
"""


class Migration(migrations.Migration):
    """Linking across places."""

    dependencies = [("registry", "0004_identities")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
