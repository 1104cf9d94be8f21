"""Letters of refusal, behind the wall of their place; what was numbered stands, and is put into a file once."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models

import ansinh.delivery.offices.keys

GUARDS = """
SELECT ansinh_secure('cases_refusalletter');

CREATE FUNCTION cases_letter_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (to_jsonb(OLD) - 'file_id') <> (to_jsonb(NEW) - 'file_id') OR OLD.file_id IS NOT NULL THEN
        RAISE EXCEPTION 'letter % stands as it was numbered', OLD.id USING ERRCODE = 'integrity_constraint_violation', HINT = 'a later decision has letters of its own';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER stands BEFORE UPDATE ON cases_refusalletter FOR EACH ROW EXECUTE FUNCTION cases_letter_stands();
CREATE TRIGGER stands_kept BEFORE DELETE ON cases_refusalletter FOR EACH ROW EXECUTE FUNCTION ansinh_refuse();

CREATE FUNCTION cases_letter_by_verification(of_code text)
RETURNS TABLE (number text, office text, decided_on date, policy text, decision text)
LANGUAGE sql STABLE SET ansinh.level = 'national' AS $$
    SELECT l.counted || '/TB-' || o.symbol, o.name, d.decided_on, s.policy, d.number
    FROM cases_refusalletter l JOIN cases_decision d ON d.id = l.decision_id JOIN cases_dossier s ON s.id = d.dossier_id JOIN offices_office o ON o.id = l.office_id
    WHERE l.verification = of_code
$$;
"""


class Migration(migrations.Migration):
    """One table, walled and guarded, and what a code proves."""

    dependencies = [("cases", "0013_tax_identities"), ("offices", "0004_absence")]

    operations = [
        migrations.CreateModel(
            name="RefusalLetter",
            fields=[
                ("province", models.CharField(max_length=2)),
                ("district", models.CharField(blank=True, max_length=3)),
                ("commune", models.CharField(blank=True, max_length=5)),
                ("id", models.UUIDField(default=ansinh.delivery.offices.keys.new_key, primary_key=True, serialize=False)),
                ("year", models.PositiveSmallIntegerField()),
                ("counted", models.IntegerField(help_text="its number among the letters of the office and year")),
                ("verification", models.CharField(help_text="the code behind its QR", max_length=14, unique=True)),
                ("made_at", models.DateTimeField()),
                ("claim", models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name="letter", to="cases.claim")),
                ("decision", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="letters", to="cases.decision")),
                (
                    "file",
                    models.ForeignKey(
                        help_text="the file in which it was set to be printed",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.storedfile",
                    ),
                ),
                ("office", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="offices.office")),
            ],
            options={
                "indexes": [models.Index(fields=["decision", "counted"], name="refusal_letter_by_decision")],
                "constraints": [models.UniqueConstraint(fields=("office", "year", "counted"), name="refusal_letter_number_once")],
            },
        ),
        migrations.RunSQL(GUARDS, migrations.RunSQL.noop),
    ]
