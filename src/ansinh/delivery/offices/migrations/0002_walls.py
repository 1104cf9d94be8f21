"""Row security beneath the queries: what a transaction may see, a place that never changes, keys made in the database."""

from __future__ import annotations

from django.db import migrations

SQL = """
CREATE FUNCTION ansinh_sees(row_province text, row_district text, row_commune text) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT CASE current_setting('ansinh.level', true)
        WHEN 'national' THEN true
        WHEN 'province' THEN row_province = current_setting('ansinh.place', true)
        WHEN 'district' THEN row_district = current_setting('ansinh.place', true)
        WHEN 'commune' THEN row_commune = current_setting('ansinh.place', true)
        ELSE false END
$$;

DO $$ BEGIN
    IF current_setting('server_version_num')::integer >= 180000 THEN
        CREATE FUNCTION ansinh_key() RETURNS uuid LANGUAGE sql VOLATILE PARALLEL SAFE AS 'SELECT uuidv7()';
    ELSE  -- 48 bits of milliseconds, then random; version and variant bits set
        CREATE FUNCTION ansinh_key() RETURNS uuid LANGUAGE sql VOLATILE PARALLEL SAFE AS $key$
            SELECT encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid())
                placing substring(int8send((extract(epoch FROM clock_timestamp()) * 1000)::bigint) FROM 3) FROM 1 FOR 6), 52, 1), 53, 1), 'hex')::uuid
        $key$;
    END IF;
END $$;

CREATE FUNCTION ansinh_keep_place() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a row of a case never changes its province (% %)', TG_TABLE_NAME, OLD.id
        USING ERRCODE = 'integrity_constraint_violation', HINT = 'close it here and open another there';
END $$;

CREATE FUNCTION ansinh_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% of % is refused: these rows are only ever added', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE FUNCTION ansinh_secure(secured regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', secured);
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', secured);
    EXECUTE format('CREATE POLICY in_scope ON %s USING (ansinh_sees(province, district, commune)) WITH CHECK (ansinh_sees(province, district, commune))', secured);
    EXECUTE format('CREATE TRIGGER keep_place BEFORE UPDATE OF province ON %s FOR EACH ROW WHEN (OLD.province IS DISTINCT FROM NEW.province) EXECUTE FUNCTION ansinh_keep_place()', secured);
END $$;

CREATE FUNCTION ansinh_only_add(kept regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('CREATE TRIGGER only_add BEFORE UPDATE OR DELETE ON %s FOR EACH ROW EXECUTE FUNCTION ansinh_refuse()', kept);
    EXECUTE format('CREATE TRIGGER only_add_whole BEFORE TRUNCATE ON %s FOR EACH STATEMENT EXECUTE FUNCTION ansinh_refuse()', kept);
END $$;
"""


class Migration(migrations.Migration):
    """Functions every later room uses for its own tables."""

    dependencies = [("offices", "0001_initial")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
