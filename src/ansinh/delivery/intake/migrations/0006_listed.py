"""Workers named beside a request of their employer: told of it, without a claim; while one says "not true" the request goes nowhere."""

from __future__ import annotations

from django.db import migrations, models

SQL = """
CREATE FUNCTION intake_disputed(of_dossier uuid) RETURNS bigint LANGUAGE sql STABLE SET ansinh.level = 'national' AS $$
    SELECT count(*) FROM cases_dossier d
    JOIN intake_filing f ON f.upload_id = d.upload_id AND f.channel = 'employer'
    JOIN intake_filingrow r ON r.filing_id = f.id AND r.listed
    JOIN intake_namedworker w ON w.row_id = r.id
    WHERE d.id = of_dossier AND w.denied_at IS NOT NULL AND w.settled_at IS NULL
$$;

CREATE FUNCTION intake_hold_disputed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF intake_disputed(NEW.dossier_id) > 0 THEN
        RAISE EXCEPTION 'dossier % rests on a list of which a worker said it is not true', NEW.dossier_id USING ERRCODE = 'integrity_constraint_violation',
            HINT = 'settle what she said';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER listed_undisputed BEFORE UPDATE OF outcome ON cases_task FOR EACH ROW
    WHEN (NEW.outcome IN ('forwarded', 'approved') AND OLD.outcome <> NEW.outcome) EXECUTE FUNCTION intake_hold_disputed();
"""


class Migration(migrations.Migration):
    """A mark on a row of a filing, and a hold."""

    dependencies = [("intake", "0005_erased")]
    operations = [
        migrations.AddField(
            "filingrow",
            "listed",
            models.BooleanField(default=False, help_text="a worker named beside a request of her employer: told of it, without a claim of her own"),
        ),
        migrations.AddConstraint(
            "filingrow",
            models.CheckConstraint(condition=models.Q(("listed", False), ("row__isnull", True), _connector="OR"), name="listed_worker_has_no_claim"),
        ),
        migrations.RunSQL(SQL, migrations.RunSQL.noop),
    ]
