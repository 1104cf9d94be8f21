"""Walls of what passes between systems; a message is written by the deed's own transaction, wherever a filing or its dossier moves."""

from __future__ import annotations

from django.db import migrations

SQL = """
SELECT ansinh_secure(t) FROM unnest(ARRAY['systems_clientfiling', 'systems_systemsearch', 'systems_webhook']::regclass[]) AS t;
SELECT ansinh_only_add(t) FROM unnest(ARRAY['systems_clientfiling', 'systems_systemsearch']::regclass[]) AS t;

CREATE FUNCTION systems_subscription_stands() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    may_change text[] := ARRAY['ended_at', 'ended_by_id'];
BEGIN
    IF (to_jsonb(OLD) - may_change) <> (to_jsonb(NEW) - may_change) OR OLD.ended_at IS NOT NULL THEN
        RAISE EXCEPTION 'subscription % stands as it was made', OLD.id USING ERRCODE = 'integrity_constraint_violation', HINT = 'end it and make another';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER stands BEFORE UPDATE ON systems_subscription FOR EACH ROW EXECUTE FUNCTION systems_subscription_stands();
CREATE TRIGGER stands_kept BEFORE DELETE ON systems_subscription FOR EACH ROW EXECUTE FUNCTION ansinh_refuse();

CREATE FUNCTION systems_webhook_stands() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    may_change text[] := ARRAY['state', 'attempts', 'next_at', 'last_status', 'last_fault', 'ended_at'];
BEGIN
    IF (to_jsonb(OLD) - may_change) <> (to_jsonb(NEW) - may_change) OR OLD.state = 'sent' THEN
        RAISE EXCEPTION 'message % says what it said, and arrives once', OLD.id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER stands BEFORE UPDATE ON systems_webhook FOR EACH ROW EXECUTE FUNCTION systems_webhook_stands();
CREATE TRIGGER stands_kept BEFORE DELETE ON systems_webhook FOR EACH ROW EXECUTE FUNCTION ansinh_refuse();

CREATE FUNCTION systems_tell(of_filing uuid, of_occasion text, of_state text) RETURNS integer
LANGUAGE plpgsql SET ansinh.level = 'national' AS $$
DECLARE
    told integer;
BEGIN
    INSERT INTO systems_webhook (id, province, district, commune, subscription_id, occasion, filing_id, told_state, made_at, state, attempts, next_at, last_fault)
    SELECT ansinh_key(), f.province, f.district, f.commune, s.id, of_occasion, f.filing_id, of_state, now(), 'queued', 0, now(), ''
    FROM systems_clientfiling f JOIN systems_apiclient c ON c.id = f.client_id AND c.revoked_at IS NULL
    JOIN systems_subscription s ON s.client_id = c.id AND s.ended_at IS NULL AND of_occasion = ANY (s.occasions)
    WHERE f.filing_id = of_filing;
    GET DIAGNOSTICS told = ROW_COUNT;
    RETURN told;
END $$;

CREATE FUNCTION systems_filing_moved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM systems_tell(NEW.id, 'filing.state', NEW.state);
    RETURN NULL;
END $$;
CREATE TRIGGER told_to_systems AFTER UPDATE OF state ON intake_filing FOR EACH ROW
    WHEN (OLD.state IS DISTINCT FROM NEW.state AND NEW.channel = 'api') EXECUTE FUNCTION systems_filing_moved();

CREATE FUNCTION systems_dossier_moved() RETURNS trigger LANGUAGE plpgsql SET ansinh.level = 'national' AS $$
BEGIN
    PERFORM systems_tell(f.id, CASE NEW.state WHEN 'decided' THEN 'dossier.decided' ELSE 'dossier.moved' END, CASE NEW.state WHEN 'decided' THEN 'decided' ELSE NEW.step END)
    FROM intake_filing f WHERE f.upload_id = NEW.upload_id AND f.channel = 'api';
    RETURN NULL;
END $$;
CREATE TRIGGER opened_told_to_systems AFTER INSERT ON cases_dossier FOR EACH ROW
    WHEN (NEW.channel IN ('api', 'several')) EXECUTE FUNCTION systems_dossier_moved();
CREATE TRIGGER moved_told_to_systems AFTER UPDATE OF step, state ON cases_dossier FOR EACH ROW
    WHEN (NEW.channel IN ('api', 'several') AND (OLD.step, OLD.state) IS DISTINCT FROM (NEW.step, NEW.state)) EXECUTE FUNCTION systems_dossier_moved();
"""


class Migration(migrations.Migration):
    """Walls, guards, and three triggers that tell."""

    dependencies = [("systems", "0003_exchange"), ("intake", "0002_guards"), ("cases", "0009_channel_and_filings")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
