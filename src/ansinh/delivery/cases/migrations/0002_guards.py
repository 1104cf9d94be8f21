"""Row security of casework, and what must hold at every commit: an open dossier has its one task, what was decided stays."""

from __future__ import annotations

from django.db import migrations

SQL = """
SELECT ansinh_secure(t) FROM unnest(ARRAY['cases_storedfile', 'cases_upload', 'cases_uploadrow', 'cases_dossier', 'cases_claim',
    'cases_determination', 'cases_task', 'cases_decision']::regclass[]) AS t;
SELECT ansinh_only_add('cases_determination');
SELECT ansinh_only_add('cases_storedfile');

CREATE FUNCTION cases_one_task() RETURNS trigger LANGUAGE plpgsql SET ansinh.level = 'national' AS $$
DECLARE
    checked uuid := CASE TG_TABLE_NAME WHEN 'cases_dossier' THEN NEW.id ELSE (to_jsonb(NEW) ->> 'dossier_id')::uuid END;
    open_tasks integer;
    standing text;
BEGIN
    SELECT state INTO standing FROM cases_dossier WHERE id = checked;
    SELECT count(*) INTO open_tasks FROM cases_task WHERE dossier_id = checked AND done_at IS NULL;
    IF open_tasks <> (CASE standing WHEN 'in_progress' THEN 1 ELSE 0 END) THEN
        RAISE EXCEPTION 'dossier % is % and has % open tasks', checked, standing, open_tasks
            USING ERRCODE = 'integrity_constraint_violation', HINT = 'an open dossier has exactly one open task, a decided one none';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER one_task AFTER INSERT OR UPDATE ON cases_dossier DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION cases_one_task();
CREATE CONSTRAINT TRIGGER one_task AFTER INSERT OR UPDATE ON cases_task DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION cases_one_task();

CREATE FUNCTION cases_decision_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.document_id IS NOT NULL OR (to_jsonb(OLD) - 'document_id') <> (to_jsonb(NEW) - 'document_id') THEN
        RAISE EXCEPTION 'decision % stands as it was signed', OLD.number USING ERRCODE = 'integrity_constraint_violation',
            HINT = 'correct it by a later decision';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER stands BEFORE UPDATE ON cases_decision FOR EACH ROW EXECUTE FUNCTION cases_decision_stands();
CREATE TRIGGER stands_kept BEFORE DELETE ON cases_decision FOR EACH ROW EXECUTE FUNCTION ansinh_refuse();
CREATE TRIGGER claim_kept BEFORE DELETE ON cases_claim FOR EACH ROW EXECUTE FUNCTION ansinh_refuse();

CREATE FUNCTION cases_claim_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'claim % was decided (%) and cannot become %', OLD.id, OLD.state, NEW.state
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER moves BEFORE UPDATE OF state, amount_vnd ON cases_claim FOR EACH ROW
    WHEN (OLD.state IN ('approved', 'refused') AND (NEW.state <> OLD.state OR NEW.amount_vnd <> OLD.amount_vnd))
    EXECUTE FUNCTION cases_claim_moves();

CREATE FUNCTION cases_approved_are_drawn() RETURNS trigger LANGUAGE plpgsql SET ansinh.level = 'national' AS $$
BEGIN
    IF EXISTS (SELECT FROM changed c WHERE c.state = 'approved'
               AND NOT EXISTS (SELECT FROM registry_draw r WHERE r.claim = c.id AND r.identity = c.identity AND r.released_at IS NULL)) THEN
        RAISE EXCEPTION 'a claim cannot be approved without its draw' USING ERRCODE = 'integrity_constraint_violation',
            HINT = 'another claim of the same person holds the draw of this policy or its exclusive group';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER approved_are_drawn AFTER UPDATE ON cases_claim REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION cases_approved_are_drawn();
CREATE TRIGGER approved_are_drawn_new AFTER INSERT ON cases_claim REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION cases_approved_are_drawn();

CREATE FUNCTION cases_conflict(of_identity text, of_programme text, of_policy text, of_group text, own_claim uuid)
RETURNS TABLE (policy text, province text, district text, commune text, state text)
LANGUAGE sql STABLE SET ansinh.level = 'national' AS $$
    -- where the other claim is and how far: no name, number, code or key of it
    SELECT h.policy, h.province, h.district, h.commune, c.state
    FROM registry_holder(of_identity, of_programme, of_policy, of_group) h JOIN cases_claim c ON c.id = h.claim
    WHERE h.claim <> own_claim
$$;

CREATE FUNCTION cases_by_receipt(of_receipt text) RETURNS TABLE (claim uuid, date_of_birth date, commune text, district text, province text)
LANGUAGE sql STABLE SET ansinh.level = 'national' AS $$
    SELECT c.id, c.date_of_birth, c.commune, c.district, c.province FROM cases_claim c WHERE c.receipt = of_receipt
$$;

CREATE FUNCTION cases_by_verification(of_code text)
RETURNS TABLE (number text, office text, decided_on date, approved integer, amount_vnd bigint, policy text)
LANGUAGE sql STABLE SET ansinh.level = 'national' AS $$
    SELECT d.number, o.name, d.decided_on, d.approved, d.amount_vnd, s.policy
    FROM cases_decision d JOIN offices_office o ON o.id = d.office_id JOIN cases_dossier s ON s.id = d.dossier_id WHERE d.verification = of_code
$$;

-- approval rewrites every claim of a dossier in place: leave room on each page so that no index is touched
ALTER TABLE cases_claim SET (fillfactor = 50);
"""


class Migration(migrations.Migration):
    """Walls and guards of casework."""

    dependencies = [("cases", "0001_initial"), ("offices", "0002_walls"), ("registry", "0002_guards")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
