"""Row security of money; amounts, payees and the ledger never change."""

from __future__ import annotations

from django.db import migrations

SQL = """
SELECT ansinh_secure(t) FROM unnest(ARRAY['payments_paymentfile', 'payments_instruction', 'payments_entry', 'payments_statement',
    'payments_statementline', 'payments_repair']::regclass[]) AS t;
SELECT ansinh_only_add(t) FROM unnest(ARRAY['payments_entry', 'payments_statement', 'payments_statementline']::regclass[]) AS t;

CREATE FUNCTION payments_instruction_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (to_jsonb(OLD) - ARRAY['state', 'file_id', 'settled_on']) <> (to_jsonb(NEW) - ARRAY['state', 'file_id', 'settled_on'])
        OR (OLD.state, NEW.state) NOT IN (('ready', 'sent'), ('sent', 'paid'), ('sent', 'failed'), ('paid', 'failed'), ('ready', 'failed')) THEN
        RAISE EXCEPTION 'instruction % (%) cannot be changed so', OLD.id, OLD.state
            USING ERRCODE = 'integrity_constraint_violation', HINT = 'a correction is a new instruction after a failed one';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER stands BEFORE UPDATE ON payments_instruction FOR EACH ROW EXECUTE FUNCTION payments_instruction_stands();
CREATE TRIGGER stands_kept BEFORE DELETE ON payments_instruction FOR EACH ROW EXECUTE FUNCTION ansinh_refuse();
"""


class Migration(migrations.Migration):
    """Walls and guards of money."""

    dependencies = [("payments", "0001_initial"), ("cases", "0002_guards")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
