"""Walls of grievances: who sees a sensitive one, that nobody involved answers, that what was told stays, that an open objection holds its list."""

from __future__ import annotations

from django.db import migrations

SQL = """
SELECT ansinh_secure('grievances_grievance');
CREATE POLICY kept_close ON grievances_grievance AS RESTRICTIVE FOR SELECT USING (
    NOT sensitive OR current_setting('ansinh.sensitive', true) = 'all' OR current_setting('ansinh.watches', true) = 'yes'
    OR coalesce(nullif(current_setting('ansinh.officer', true), '')::uuid IN (owner_id, decided_by_id), false));

ALTER TABLE grievances_grievance
    ADD CONSTRAINT grievance_owned_by_another CHECK (state <> 'filed' OR NOT owner_id = ANY (involved)),
    ADD CONSTRAINT grievance_decided_by_another CHECK (NOT coalesce(decided_by_id = ANY (involved), false));

CREATE FUNCTION grievances_stands() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    may_change text[] := CASE OLD.state WHEN 'filed'
        THEN ARRAY['owner_id', 'office_id', 'involved', 'state', 'ended_at', 'decided_by_id', 'reason', 'remedy', 'opened_id', 'ordered_to_id']
        ELSE ARRAY['carried_out_at', 'carried_out'] END;
BEGIN
    IF (to_jsonb(OLD) - may_change) <> (to_jsonb(NEW) - may_change) OR OLD.carried_out_at IS NOT NULL THEN
        RAISE EXCEPTION 'grievance % (%) stands as it was told and answered', OLD.number, OLD.state USING ERRCODE = 'integrity_constraint_violation',
            HINT = 'whoever disagrees files another';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER stands BEFORE UPDATE ON grievances_grievance FOR EACH ROW EXECUTE FUNCTION grievances_stands();
CREATE TRIGGER stands_kept BEFORE DELETE ON grievances_grievance FOR EACH ROW EXECUTE FUNCTION ansinh_refuse();

CREATE FUNCTION grievances_by_code(of_code text) RETURNS uuid
LANGUAGE sql STABLE SET ansinh.level = 'national' SET ansinh.sensitive = 'all' AS $$
    SELECT id FROM grievances_grievance WHERE code = of_code
$$;

CREATE INDEX grievance_open_objections ON grievances_grievance (dossier_id) WHERE kind = 'objection' AND state = 'filed';

CREATE FUNCTION grievances_open_objections(of_dossier uuid) RETURNS integer
LANGUAGE sql STABLE SET ansinh.level = 'national' SET ansinh.sensitive = 'all' AS $$
    -- how many, no other word of them
    SELECT count(*)::integer FROM grievances_grievance WHERE dossier_id = of_dossier AND kind = 'objection' AND state = 'filed'
$$;

CREATE FUNCTION grievances_hold_list() RETURNS trigger LANGUAGE plpgsql SET ansinh.level = 'national' SET ansinh.sensitive = 'all' AS $$
BEGIN
    IF EXISTS (SELECT FROM grievances_grievance g WHERE g.dossier_id = NEW.dossier_id AND g.kind = 'objection' AND g.state = 'filed') THEN
        RAISE EXCEPTION 'the posted list of dossier % has an open objection', NEW.dossier_id USING ERRCODE = 'integrity_constraint_violation',
            HINT = 'the list goes on when every objection was answered';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER objections_answered BEFORE UPDATE OF outcome ON cases_task FOR EACH ROW
    WHEN (NEW.outcome = 'forwarded' AND OLD.outcome <> 'forwarded' AND NEW.posted_on IS NOT NULL) EXECUTE FUNCTION grievances_hold_list();
"""


class Migration(migrations.Migration):
    """Walls and guards of grievances."""

    dependencies = [("grievances", "0001_initial"), ("cases", "0002_guards")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
