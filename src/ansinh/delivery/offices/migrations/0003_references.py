"""Tables that fill by the hundred thousand: keys by the batch, and foreign keys asked once a statement for its set of rows.

PostgreSQL asks for each row of a foreign key and locks what it finds; 131,072 claims wait three seconds for it at commit.
The rows referred to here are never deleted (`ansinh_refuse`), so that the lock has nothing to keep off.
"""

from __future__ import annotations

from django.db import migrations

SQL = """
CREATE FUNCTION ansinh_key_in(base uuid, n integer) RETURNS uuid LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    -- the n-th key of a batch: the moment and half the chance of a UUIDv7, then the place in the batch; a tenth of the cost of a new one
    SELECT (left(base::text, 28) || lpad(to_hex(n), 8, '0'))::uuid
$$;

CREATE FUNCTION ansinh_demand_referred() RETURNS trigger LANGUAGE plpgsql SET ansinh.level = 'national' AS $$
DECLARE
    lost text;
BEGIN
    EXECUTE format('SELECT a.k::text FROM (SELECT DISTINCT %1$I AS k FROM added WHERE %1$I IS NOT NULL) a WHERE NOT EXISTS (SELECT FROM %2$s p WHERE p.id = a.k) LIMIT 1',
        TG_ARGV[0], TG_ARGV[1]) INTO lost;
    IF lost IS NOT NULL THEN
        RAISE EXCEPTION '% of %: there is no % %', TG_ARGV[0], TG_TABLE_NAME, TG_ARGV[1], lost USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION ansinh_demand_referred_again() RETURNS trigger LANGUAGE plpgsql SET ansinh.level = 'national' AS $$
DECLARE
    held boolean;
BEGIN
    EXECUTE format('SELECT ($1).%1$I IS NULL OR EXISTS (SELECT FROM %2$s p WHERE p.id = ($1).%1$I)', TG_ARGV[0], TG_ARGV[1]) INTO held USING NEW;
    IF NOT held THEN
        RAISE EXCEPTION '% of %: there is no such %', TG_ARGV[0], TG_TABLE_NAME, TG_ARGV[1] USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION ansinh_refer(child regclass, referring text, parent regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('CREATE TRIGGER refers_%2$s AFTER INSERT ON %1$s REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION ansinh_demand_referred(%2$L, %3$L)',
        child, referring, parent);
    EXECUTE format('CREATE TRIGGER refers_again_%2$s BEFORE UPDATE OF %2$I ON %1$s FOR EACH ROW WHEN (NEW.%2$I IS DISTINCT FROM OLD.%2$I) EXECUTE FUNCTION ansinh_demand_referred_again(%2$L, %3$L)',
        child, referring, parent);
    IF NOT EXISTS (SELECT FROM pg_trigger t WHERE t.tgrelid = parent AND t.tgfoid IN ('ansinh_refuse'::regproc) AND (t.tgtype & 8) <> 0) THEN
        EXECUTE format('CREATE TRIGGER referred_kept BEFORE DELETE ON %s FOR EACH ROW EXECUTE FUNCTION ansinh_refuse()', parent);
    END IF;
END $$;
"""


class Migration(migrations.Migration):
    """Functions by which a room makes keys by the batch and refers to rows by sets."""

    dependencies = [("offices", "0002_walls")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
