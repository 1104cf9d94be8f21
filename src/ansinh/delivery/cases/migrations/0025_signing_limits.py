"""The last wall of the limits by amount: a decision above what its signer may sign is not written down."""

from __future__ import annotations

from django.db import migrations

WALL = """
CREATE FUNCTION cases_within_limit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM offices_signinglimit l WHERE l.office_id = NEW.office_id AND l.held @> NEW.decided_on) AND NOT offices_may_sign(
        NEW.signed_by_id, NEW.office_id, (SELECT policy::text FROM cases_dossier WHERE id = NEW.dossier_id), NEW.decided_on,
        (SELECT coalesce(max(amount_vnd), 0) FROM cases_claim WHERE dossier_id = NEW.dossier_id AND state = 'approved'), NEW.amount_vnd) THEN
        RAISE EXCEPTION 'decision % of % dong is above what its signer may sign', NEW.number, NEW.amount_vnd USING ERRCODE = 'integrity_constraint_violation',
            HINT = 'whoever may sign that much signs it';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER within_limit BEFORE INSERT ON cases_decision FOR EACH ROW EXECUTE FUNCTION cases_within_limit();
"""


class Migration(migrations.Migration):
    """One trigger."""

    dependencies = [("cases", "0024_targets_and_orders"), ("offices", "0007_signing_limits")]
    operations = [migrations.RunSQL(WALL, migrations.RunSQL.noop)]
