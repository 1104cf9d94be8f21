"""Walls of intake: the place sees its filings, what was filed stays as it was, a filing that ended stays so unless its list was put away."""

from __future__ import annotations

from django.db import migrations

SQL = """
SELECT ansinh_secure(t) FROM unnest(ARRAY['intake_filing', 'intake_filingrow']::regclass[]) AS t;

CREATE FUNCTION intake_stands() RETURNS trigger LANGUAGE plpgsql SET ansinh.level = 'national' AS $$
DECLARE
    may_change text[] := CASE OLD.state WHEN 'filed' THEN ARRAY['owner_id', 'state', 'ended_at', 'ended_by_id', 'reason', 'upload_id']
        WHEN 'taken' THEN ARRAY['state', 'ended_at', 'ended_by_id', 'upload_id'] ELSE ARRAY[]::text[] END;
BEGIN
    IF (to_jsonb(OLD) - may_change) <> (to_jsonb(NEW) - may_change) OR (OLD.state = 'taken' AND NEW.state NOT IN ('taken', 'filed')) THEN
        RAISE EXCEPTION 'filing % (%) stands as it was filed and ended', OLD.code, OLD.state USING ERRCODE = 'integrity_constraint_violation',
            HINT = 'whoever filed files another';
    END IF;
    IF OLD.state = 'taken' AND (NEW.state = 'filed' OR NEW.upload_id IS DISTINCT FROM OLD.upload_id)
        AND NOT EXISTS (SELECT FROM cases_upload u WHERE u.id = OLD.upload_id AND u.state = 'discarded') THEN
        RAISE EXCEPTION 'filing % was taken into a list that stands', OLD.code USING ERRCODE = 'integrity_constraint_violation',
            HINT = 'discard the list first';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER stands BEFORE UPDATE ON intake_filing FOR EACH ROW EXECUTE FUNCTION intake_stands();
CREATE TRIGGER stands_kept BEFORE DELETE ON intake_filing FOR EACH ROW EXECUTE FUNCTION ansinh_refuse();

CREATE FUNCTION intake_row_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (to_jsonb(OLD) - ARRAY['told_at', 'row_id']) <> (to_jsonb(NEW) - ARRAY['told_at', 'row_id']) THEN
        RAISE EXCEPTION 'row % of filing % stands as it was filed', OLD."order", OLD.filing_id USING ERRCODE = 'integrity_constraint_violation',
            HINT = 'put it right on the list it was taken into';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER stands BEFORE UPDATE ON intake_filingrow FOR EACH ROW EXECUTE FUNCTION intake_row_stands();
CREATE TRIGGER stands_kept BEFORE DELETE ON intake_filingrow FOR EACH ROW EXECUTE FUNCTION ansinh_refuse();

CREATE FUNCTION intake_by_code(of_code text) RETURNS uuid
LANGUAGE sql STABLE SET ansinh.level = 'national' AS $$
    SELECT id FROM intake_filing WHERE code = of_code
$$;
"""


class Migration(migrations.Migration):
    """Walls and guards of intake."""

    dependencies = [("intake", "0001_initial"), ("cases", "0002_guards"), ("offices", "0002_walls")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
