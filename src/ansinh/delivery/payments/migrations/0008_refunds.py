"""What a person brought back of a payment that the bank took back too is owed to her: set aside, with an owner and a due day."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import ansinh.delivery.offices.keys

FILL = """
SELECT set_config('ansinh.level', 'national', true);
INSERT INTO payments_refund (id, province, district, commune, recovery_id, amount_vnd, office_id, owner_id, opened_at, due_on, evidence)
SELECT ansinh_key(), r.province, r.district, r.commune, r.id, sum(p.amount_vnd), r.office_id, r.owner_id, now(), current_date + 7, ''
FROM payments_recovery r JOIN payments_instruction i ON i.id = r.instruction_id AND i.state = 'failed' JOIN payments_recoverypart p ON p.recovery_id = r.id
GROUP BY r.id;
INSERT INTO payments_entry (id, province, district, commune, instruction_id, recovery_id, refund_id, debit, credit, amount_vnd, at)
SELECT ansinh_key(), f.province, f.district, f.commune, r.instruction_id, r.id, f.id, 'budget', 'refund', f.amount_vnd, f.opened_at
FROM payments_refund f JOIN payments_recovery r ON r.id = f.recovery_id;
SET CONSTRAINTS ALL IMMEDIATE;
"""

GUARDS = """
SELECT ansinh_secure('payments_refund');
CREATE TRIGGER refund_kept BEFORE DELETE ON payments_refund FOR EACH ROW EXECUTE FUNCTION ansinh_refuse();

CREATE FUNCTION payments_refund_stands() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    free text[] := ARRAY['owner_id', 'done_at', 'done_by_id', 'given_on', 'evidence'];
BEGIN
    IF OLD.done_at IS NOT NULL OR (to_jsonb(OLD) - free) <> (to_jsonb(NEW) - free) THEN
        RAISE EXCEPTION 'refund % stands as it was opened and ended', OLD.id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER stands BEFORE UPDATE ON payments_refund FOR EACH ROW EXECUTE FUNCTION payments_refund_stands();

CREATE OR REPLACE FUNCTION payments_part_fits() RETURNS trigger LANGUAGE plpgsql SET ansinh.level = 'national' AS $$
DECLARE
    whole payments_recovery;
BEGIN
    SELECT * INTO whole FROM payments_recovery r WHERE r.id = NEW.recovery_id FOR UPDATE;
    IF whole.outcome = 'recovered'
        OR whole.outcome = 'came_back' AND NOT EXISTS (SELECT FROM payments_entry e WHERE e.recovery_id = whole.id AND e.credit = 'owed')
        OR whole.amount_vnd < NEW.amount_vnd + (SELECT coalesce(sum(p.amount_vnd), 0) FROM payments_recoverypart p WHERE p.recovery_id = whole.id) THEN
        RAISE EXCEPTION 'recovery % ended, or less of it is left', NEW.recovery_id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION payments_demand_refunds(of_recovery uuid) RETURNS void LANGUAGE plpgsql SET ansinh.level = 'national' AS $$
BEGIN
    IF EXISTS (SELECT FROM payments_recovery r JOIN payments_instruction i ON i.id = r.instruction_id
               WHERE r.id = of_recovery AND (SELECT coalesce(sum(f.amount_vnd), 0) FROM payments_refund f WHERE f.recovery_id = r.id)
                   <> CASE i.state WHEN 'failed' THEN (SELECT coalesce(sum(p.amount_vnd), 0) FROM payments_recoverypart p WHERE p.recovery_id = r.id) ELSE 0 END) THEN
        RAISE EXCEPTION 'what came back of recovery % beyond what was paid is not what is owed to the person', of_recovery
            USING ERRCODE = 'integrity_constraint_violation', HINT = 'a refund is opened in the transaction that finds it';
    END IF;
END $$;
CREATE FUNCTION payments_refunds_agree() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM payments_demand_refunds(NEW.recovery_id);
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER refunds_agree AFTER INSERT ON payments_refund DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION payments_refunds_agree();
CREATE CONSTRAINT TRIGGER refunds_agree AFTER INSERT ON payments_recoverypart DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION payments_refunds_agree();
CREATE FUNCTION payments_taken_back() RETURNS trigger LANGUAGE plpgsql SET ansinh.level = 'national' AS $$
BEGIN
    PERFORM payments_demand_refunds(r.id) FROM payments_recovery r WHERE r.instruction_id = NEW.id;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER refunds_agree AFTER UPDATE ON payments_instruction DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (OLD.state = 'paid' AND NEW.state = 'failed') EXECUTE FUNCTION payments_taken_back();
"""


class Migration(migrations.Migration):
    """One table, walled and guarded; one more account, and a line of the ledger that names what it gives back."""

    dependencies = [
        ("offices", "0008_one_time_passwords"),
        ("payments", "0007_recovered_in_parts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Refund",
            fields=[
                ("province", models.CharField(max_length=2)),
                ("district", models.CharField(blank=True, max_length=3)),
                ("commune", models.CharField(blank=True, max_length=5)),
                ("id", models.UUIDField(default=ansinh.delivery.offices.keys.new_key, primary_key=True, serialize=False)),
                ("amount_vnd", models.BigIntegerField()),
                ("opened_at", models.DateTimeField()),
                ("due_on", models.DateField()),
                ("done_at", models.DateTimeField(null=True)),
                ("given_on", models.DateField(help_text="the day on which the person had it again", null=True)),
                ("evidence", models.CharField(blank=True, help_text="the receipt she signed, or the transfer", max_length=200)),
                ("done_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                (
                    "office",
                    models.ForeignKey(
                        help_text="which took the money in and sees to it that it is given back, whoever owns it",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="offices.office",
                    ),
                ),
                ("owner", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="refunds", to=settings.AUTH_USER_MODEL)),
                ("recovery", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="refunds", to="payments.recovery")),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("amount_vnd__gt", 0)), name="refund_of_something"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("done_at__isnull", True), ("done_by__isnull", True), ("evidence", ""), ("given_on__isnull", True)),
                            models.Q(
                                ("done_at__isnull", False), ("done_by__isnull", False), ("given_on__isnull", False), models.Q(("evidence", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="refund_done_whole",
                    ),
                ],
                "indexes": [
                    models.Index(condition=models.Q(("done_at__isnull", True)), fields=["owner", "due_on"], name="refund_open_by_owner"),
                    models.Index(condition=models.Q(("done_at__isnull", True)), fields=["province", "due_on"], name="refund_open_by_province"),
                ],
            },
        ),
        migrations.RemoveConstraint(
            model_name="entry",
            name="entry_of_recovery_once",
        ),
        migrations.RemoveConstraint(
            model_name="entry",
            name="entry_of_part_reaches_the_budget",
        ),
        migrations.AlterField(
            model_name="entry",
            name="credit",
            field=models.CharField(
                choices=[
                    ("budget", "Nguồn kinh phí"),
                    ("instructed", "Đã lập lệnh chi"),
                    ("paid", "Đã chi trả"),
                    ("owed", "Phải thu hồi"),
                    ("refund", "Phải trả lại người nhận"),
                ],
                help_text="the account it enters",
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="entry",
            name="debit",
            field=models.CharField(
                choices=[
                    ("budget", "Nguồn kinh phí"),
                    ("instructed", "Đã lập lệnh chi"),
                    ("paid", "Đã chi trả"),
                    ("owed", "Phải thu hồi"),
                    ("refund", "Phải trả lại người nhận"),
                ],
                help_text="the account it leaves",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="entry",
            name="refund",
            field=models.ForeignKey(
                db_index=False,
                help_text="what is to be given back to the person, where this is",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="entries",
                to="payments.refund",
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.UniqueConstraint(
                condition=models.Q(("part__isnull", True), ("recovery__isnull", False), ("refund__isnull", True)),
                fields=("recovery", "debit", "credit"),
                name="entry_of_recovery_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.UniqueConstraint(
                condition=models.Q(("refund__isnull", False)), fields=("refund", "debit", "credit"), name="entry_of_refund_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("part__isnull", True), models.Q(("credit", "budget"), ("debit__in", ["owed", "paid"]), ("recovery__isnull", False)), _connector="OR"
                ),
                name="entry_of_part_reaches_the_budget",
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("refund__isnull", True), models.Q(("debit", "refund"), _negated=True), models.Q(("credit", "refund"), _negated=True)),
                    models.Q(
                        ("part__isnull", True),
                        ("recovery__isnull", False),
                        ("refund__isnull", False),
                        models.Q(models.Q(("credit", "refund"), ("debit", "budget")), models.Q(("credit", "paid"), ("debit", "refund")), _connector="OR"),
                    ),
                    _connector="OR",
                ),
                name="entry_of_refund_is_set_aside_or_given",
            ),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.RunSQL(GUARDS, migrations.RunSQL.noop),
    ]
