"""Money comes back part by part; what has to come back is seen to by an office, whoever owns it."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import ansinh.delivery.offices.keys

FILL = """
SELECT set_config('ansinh.level', 'national', true);
ALTER TABLE payments_recovery DISABLE TRIGGER stands;
UPDATE payments_recovery r SET office_id = o.office_id FROM offices_officer o WHERE o.id = r.owner_id;
INSERT INTO payments_recoverypart (id, province, district, commune, recovery_id, amount_vnd, returned_on, evidence, entered_at, entered_by_id)
SELECT ansinh_key(), province, district, commune, id, amount_vnd, returned_on, evidence, done_at, done_by_id FROM payments_recovery WHERE outcome = 'recovered';
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE payments_recovery ENABLE TRIGGER stands;
"""

GUARDS = """
SELECT ansinh_secure('payments_recoverypart'), ansinh_only_add('payments_recoverypart');

CREATE FUNCTION payments_part_fits() RETURNS trigger LANGUAGE plpgsql SET ansinh.level = 'national' AS $$
DECLARE
    whole payments_recovery;
BEGIN
    SELECT * INTO whole FROM payments_recovery r WHERE r.id = NEW.recovery_id FOR UPDATE;
    IF whole.outcome <> '' OR whole.amount_vnd < NEW.amount_vnd + (SELECT coalesce(sum(p.amount_vnd), 0) FROM payments_recoverypart p WHERE p.recovery_id = whole.id) THEN
        RAISE EXCEPTION 'recovery % ended, or less of it is left', NEW.recovery_id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER part_fits BEFORE INSERT ON payments_recoverypart FOR EACH ROW EXECUTE FUNCTION payments_part_fits();

CREATE FUNCTION payments_recovered_whole() RETURNS trigger LANGUAGE plpgsql SET ansinh.level = 'national' AS $$
BEGIN
    IF NEW.amount_vnd <> (SELECT coalesce(sum(p.amount_vnd), 0) FROM payments_recoverypart p WHERE p.recovery_id = NEW.id) THEN
        RAISE EXCEPTION 'recovery % is not whole', NEW.id USING ERRCODE = 'integrity_constraint_violation', HINT = 'enter the part that is left';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER recovered_whole BEFORE UPDATE ON payments_recovery FOR EACH ROW WHEN (OLD.outcome = '' AND NEW.outcome = 'recovered')
    EXECUTE FUNCTION payments_recovered_whole();
"""


class Migration(migrations.Migration):
    """One table, walled and only added to; an office of a recovery."""

    dependencies = [
        ("offices", "0007_signing_limits"),
        ("payments", "0006_revisions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="RecoveryPart",
            fields=[
                ("province", models.CharField(max_length=2)),
                ("district", models.CharField(blank=True, max_length=3)),
                ("commune", models.CharField(blank=True, max_length=5)),
                ("id", models.UUIDField(default=ansinh.delivery.offices.keys.new_key, primary_key=True, serialize=False)),
                ("amount_vnd", models.BigIntegerField()),
                ("returned_on", models.DateField()),
                ("evidence", models.CharField(help_text="the receipt or transfer by which it came back", max_length=200)),
                ("entered_at", models.DateTimeField()),
                ("entered_by", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("recovery", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="parts", to="payments.recovery")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("recovery", "evidence"), name="recovery_part_once_a_paper"),
                    models.CheckConstraint(
                        condition=models.Q(("amount_vnd__gt", 0), models.Q(("evidence", ""), _negated=True)), name="recovery_part_of_something"
                    ),
                ],
            },
        ),
        migrations.RemoveConstraint(
            model_name="entry",
            name="entry_of_recovery_once",
        ),
        migrations.AddField(
            model_name="recovery",
            name="office",
            field=models.ForeignKey(
                help_text="which paid it and sees to it that it comes back, whoever owns it",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="offices.office",
            ),
        ),
        migrations.AlterField(
            model_name="recovery",
            name="evidence",
            field=models.CharField(blank=True, help_text="the receipt or transfer of the last part", max_length=200),
        ),
        migrations.AlterField(
            model_name="recovery",
            name="returned_on",
            field=models.DateField(help_text="the day of the last part", null=True),
        ),
        migrations.AddField(
            model_name="entry",
            name="part",
            field=models.ForeignKey(
                db_index=False,
                help_text="the part of it that came back, where this is",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="entries",
                to="payments.recoverypart",
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.UniqueConstraint(
                condition=models.Q(("part__isnull", True), ("recovery__isnull", False)), fields=("recovery", "debit", "credit"), name="entry_of_recovery_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.UniqueConstraint(condition=models.Q(("part__isnull", False)), fields=("part",), name="entry_of_part_once"),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.CheckConstraint(
                condition=models.Q(("part__isnull", True), models.Q(("credit", "budget"), ("debit", "owed"), ("recovery__isnull", False)), _connector="OR"),
                name="entry_of_part_reaches_the_budget",
            ),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="recovery",
            name="office",
            field=models.ForeignKey(
                help_text="which paid it and sees to it that it comes back, whoever owns it",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="offices.office",
            ),
        ),
        migrations.RunSQL(GUARDS, migrations.RunSQL.noop),
    ]
