"""What filings tell of people may be removed when its time is over, once and whole; nothing else of what was filed changes even then."""

from __future__ import annotations

from django.db import migrations, models

SQL = """
CREATE OR REPLACE FUNCTION intake_stands() RETURNS trigger LANGUAGE plpgsql SET ansinh.level = 'national' AS $$
DECLARE
    may_change text[] := CASE OLD.state WHEN 'filed' THEN ARRAY['owner_id', 'state', 'ended_at', 'ended_by_id', 'reason', 'upload_id']
        WHEN 'taken' THEN ARRAY['state', 'ended_at', 'ended_by_id', 'upload_id'] ELSE ARRAY[]::text[] END
        || CASE WHEN OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL AND OLD.state <> 'filed' AND NEW.filer_phone = '' AND NEW.filer_relation IN ('', '#')
            THEN ARRAY['erased_at', 'filer_phone', 'filer_relation'] ELSE ARRAY[]::text[] END;
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

CREATE OR REPLACE FUNCTION intake_row_stands() RETURNS trigger LANGUAGE plpgsql SET ansinh.level = 'national' AS $$
DECLARE
    may_change text[] := ARRAY['told_at', 'row_id'];
BEGIN
    IF NEW.data = '{}' AND EXISTS (SELECT FROM intake_filing f WHERE f.id = OLD.filing_id AND f.erased_at IS NOT NULL) THEN
        may_change := may_change || 'data'::text;
    END IF;
    IF (to_jsonb(OLD) - may_change) <> (to_jsonb(NEW) - may_change) THEN
        RAISE EXCEPTION 'row % of filing % stands as it was filed', OLD."order", OLD.filing_id USING ERRCODE = 'integrity_constraint_violation',
            HINT = 'put it right on the list it was taken into';
    END IF;
    RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    """A moment beside the filing, and guards that know it."""

    dependencies = [("intake", "0004_batch"), ("cases", "0016_erasure")]
    operations = [
        migrations.AddField(
            model_name="filing",
            name="erased_at",
            field=models.DateTimeField(help_text="when what it told of people was removed, its time being over", null=True),
        ),
        migrations.RunSQL(SQL, migrations.RunSQL.noop),
    ]
