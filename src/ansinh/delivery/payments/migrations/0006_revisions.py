"""Money follows later decisions: what is ready is withdrawn, what went out comes back, what was overtaken never leaves."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import ansinh.delivery.offices.keys

GUARDS = """
SELECT ansinh_secure('payments_recovery');
CREATE TRIGGER recovery_kept BEFORE DELETE ON payments_recovery FOR EACH ROW EXECUTE FUNCTION ansinh_refuse();

CREATE FUNCTION payments_recovery_stands() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    free text[] := ARRAY['owner_id', 'outcome', 'done_at', 'done_by_id', 'returned_on', 'evidence'];
BEGIN
    IF OLD.outcome <> '' OR (to_jsonb(OLD) - free) <> (to_jsonb(NEW) - free) THEN
        RAISE EXCEPTION 'recovery % stands as it was opened and ended', OLD.id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER stands BEFORE UPDATE ON payments_recovery FOR EACH ROW EXECUTE FUNCTION payments_recovery_stands();

CREATE OR REPLACE FUNCTION payments_instruction_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (to_jsonb(OLD) - ARRAY['state', 'file_id', 'settled_on']) <> (to_jsonb(NEW) - ARRAY['state', 'file_id', 'settled_on'])
        OR (OLD.state, NEW.state) NOT IN (('ready', 'sent'), ('sent', 'paid'), ('sent', 'failed'), ('paid', 'failed'), ('ready', 'failed'), ('ready', 'withdrawn')) THEN
        RAISE EXCEPTION 'instruction % (%) cannot be changed so', OLD.id, OLD.state
            USING ERRCODE = 'integrity_constraint_violation', HINT = 'a correction is a new instruction after a failed or withdrawn one';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION payments_standing(of_claim uuid, OUT attempt integer, OUT out_vnd bigint, OUT in_repair boolean) LANGUAGE sql STABLE AS $$
    -- what went out or is on its way for a claim, less what comes back of it
    SELECT coalesce(max(i.attempt), 0)::integer,
        coalesce(sum(i.amount_vnd - k.taken_vnd) FILTER (WHERE i.state IN ('ready', 'sent', 'paid')), 0)::bigint,
        coalesce(bool_or(EXISTS (SELECT FROM payments_repair p WHERE p.instruction_id = i.id AND p.done_at IS NULL)), false)
    FROM payments_instruction i
    CROSS JOIN LATERAL (SELECT coalesce(sum(r.amount_vnd), 0) AS taken_vnd FROM payments_recovery r WHERE r.instruction_id = i.id AND r.outcome <> 'came_back') k
    WHERE i.claim_id = of_claim
$$;

CREATE FUNCTION payments_superseded(of_claim uuid, since timestamptz) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM cases_revisionitem i JOIN cases_revision r ON r.id = i.revision_id
        WHERE i.claim_id = of_claim AND i.state = 'signed' AND r.answered_at >= since)
$$;

CREATE FUNCTION payments_only_in_force() RETURNS trigger LANGUAGE plpgsql SET ansinh.level = 'national' AS $$
BEGIN
    IF EXISTS (SELECT FROM changed n JOIN cases_claim c ON c.id = n.claim_id WHERE c.state <> 'approved') THEN
        RAISE EXCEPTION 'only a claim that stands approved is paid' USING ERRCODE = 'integrity_constraint_violation', HINT = 'its approval was revoked';
    END IF;
    IF EXISTS (SELECT FROM changed n JOIN cases_claim c ON c.id = n.claim_id CROSS JOIN LATERAL payments_standing(n.claim_id) s
               WHERE n.revision_id IS NOT NULL AND s.out_vnd > c.amount_vnd) THEN
        RAISE EXCEPTION 'a claim is never paid more than it was given' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER only_in_force AFTER INSERT ON payments_instruction REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION payments_only_in_force();

CREATE FUNCTION payments_only_in_force_leaves() RETURNS trigger LANGUAGE plpgsql SET ansinh.level = 'national' AS $$
BEGIN
    IF EXISTS (SELECT FROM changed n JOIN was o ON o.id = n.id AND o.state = 'ready' JOIN cases_claim c ON c.id = n.claim_id
               WHERE n.state = 'sent' AND (c.state <> 'approved' OR payments_superseded(n.claim_id, n.made_at))) THEN
        RAISE EXCEPTION 'an instruction that a later decision overtook cannot be sent' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER only_in_force_leaves AFTER UPDATE ON payments_instruction REFERENCING OLD TABLE AS was NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION payments_only_in_force_leaves();

CREATE FUNCTION payments_follow_revision() RETURNS trigger LANGUAGE plpgsql SET ansinh.level = 'national' AS $$
BEGIN
    IF EXISTS (SELECT FROM cases_revisionitem i JOIN payments_instruction n ON n.claim_id = i.claim_id WHERE i.revision_id = NEW.id
               AND (n.state = 'ready' AND n.made_at <= NEW.answered_at OR (SELECT s.out_vnd FROM payments_standing(i.claim_id) s) > i.after_vnd)) THEN
        RAISE EXCEPTION 'money does not follow revision %', NEW.id USING ERRCODE = 'integrity_constraint_violation',
            HINT = 'sign it together with what follows for money';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER money_follows AFTER UPDATE ON cases_revision DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (OLD.state = 'proposed' AND NEW.state = 'signed') EXECUTE FUNCTION payments_follow_revision();
"""


class Migration(migrations.Migration):
    """One table, walled and guarded; one more state of an instruction and end of a repair."""

    dependencies = [
        ("cases", "0026_revisions"),
        ("payments", "0005_reports_by_place"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Recovery",
            fields=[
                ("province", models.CharField(max_length=2)),
                ("district", models.CharField(blank=True, max_length=3)),
                ("commune", models.CharField(blank=True, max_length=5)),
                ("id", models.UUIDField(default=ansinh.delivery.offices.keys.new_key, primary_key=True, serialize=False)),
                ("amount_vnd", models.BigIntegerField()),
                ("opened_at", models.DateTimeField()),
                ("due_on", models.DateField()),
                (
                    "outcome",
                    models.CharField(blank=True, choices=[("recovered", "Đã thu hồi"), ("came_back", "Tiền chưa đến người nhận, đã về nguồn")], max_length=9),
                ),
                ("done_at", models.DateTimeField(null=True)),
                ("returned_on", models.DateField(null=True)),
                ("evidence", models.CharField(blank=True, help_text="the receipt or transfer by which it came back", max_length=200)),
                (
                    "done_by",
                    models.ForeignKey(
                        help_text="empty where a statement told that the payment failed",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "instruction",
                    models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="recoveries", to="payments.instruction"),
                ),
                ("owner", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="recoveries", to=settings.AUTH_USER_MODEL)),
                ("revision", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="recoveries", to="cases.revision")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("instruction", "revision"), name="recovery_once"),
                    models.CheckConstraint(condition=models.Q(("amount_vnd__gt", 0)), name="recovery_of_something"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("done_at__isnull", True), ("done_by__isnull", True), ("evidence", ""), ("outcome", ""), ("returned_on__isnull", True)),
                            models.Q(("done_at__isnull", False), ("outcome", "came_back")),
                            models.Q(
                                ("done_at__isnull", False),
                                ("done_by__isnull", False),
                                ("outcome", "recovered"),
                                ("returned_on__isnull", False),
                                models.Q(("evidence", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="recovery_done_whole",
                    ),
                ],
                "indexes": [
                    models.Index(condition=models.Q(("outcome", "")), fields=["owner", "due_on"], name="recovery_open_by_owner"),
                ],
            },
        ),
        migrations.RemoveConstraint(
            model_name="entry",
            name="entry_once",
        ),
        migrations.RemoveConstraint(
            model_name="instruction",
            name="sent_means_in_a_file",
        ),
        migrations.RemoveConstraint(
            model_name="instruction",
            name="instruction_one_live_a_claim",
        ),
        migrations.RemoveConstraint(
            model_name="repair",
            name="repair_done_whole",
        ),
        migrations.AddField(
            model_name="instruction",
            name="revision",
            field=models.ForeignKey(
                db_index=False,
                help_text="the later decision that made this payment due",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="instructions",
                to="cases.revision",
            ),
        ),
        migrations.AddField(
            model_name="repair",
            name="revision",
            field=models.ForeignKey(
                db_index=False,
                help_text="the later decision by which there is nothing left to repair",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="cases.revision",
            ),
        ),
        migrations.AlterField(
            model_name="entry",
            name="credit",
            field=models.CharField(
                choices=[("budget", "Nguồn kinh phí"), ("instructed", "Đã lập lệnh chi"), ("paid", "Đã chi trả"), ("owed", "Phải thu hồi")],
                help_text="the account it enters",
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="entry",
            name="debit",
            field=models.CharField(
                choices=[("budget", "Nguồn kinh phí"), ("instructed", "Đã lập lệnh chi"), ("paid", "Đã chi trả"), ("owed", "Phải thu hồi")],
                help_text="the account it leaves",
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="instruction",
            name="state",
            field=models.CharField(
                choices=[("ready", "Chờ lập lệnh"), ("sent", "Đã gửi"), ("paid", "Đã nhận tiền"), ("failed", "Không trả được"), ("withdrawn", "Đã rút lại")],
                default="ready",
                max_length=9,
            ),
        ),
        migrations.AddConstraint(
            model_name="instruction",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["failed", "withdrawn"]), _negated=True),
                fields=("claim", "revision"),
                name="instruction_one_live_a_claim",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="instruction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("file__isnull", True), ("state__in", ["ready", "withdrawn"])),
                    models.Q(models.Q(("state__in", ["ready", "withdrawn"]), _negated=True), ("file__isnull", False)),
                    _connector="OR",
                ),
                name="sent_means_in_a_file",
            ),
        ),
        migrations.AddConstraint(
            model_name="repair",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("done_at__isnull", True), ("done_by__isnull", True), ("replaced_by__isnull", True), ("revision__isnull", True)),
                    models.Q(
                        ("done_at__isnull", False),
                        ("done_by__isnull", False),
                        models.Q(
                            models.Q(("replaced_by__isnull", False), ("revision__isnull", True)),
                            models.Q(("replaced_by__isnull", True), ("revision__isnull", False)),
                            _connector="OR",
                        ),
                    ),
                    _connector="OR",
                ),
                name="repair_done_whole",
            ),
        ),
        migrations.AddField(
            model_name="entry",
            name="recovery",
            field=models.ForeignKey(
                db_index=False,
                help_text="what is to come back, where this is",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="entries",
                to="payments.recovery",
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.UniqueConstraint(condition=models.Q(("recovery__isnull", True)), fields=("instruction", "debit", "credit"), name="entry_once"),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.UniqueConstraint(
                condition=models.Q(("recovery__isnull", False)), fields=("recovery", "debit", "credit"), name="entry_of_recovery_once"
            ),
        ),
        migrations.RunSQL(GUARDS, migrations.RunSQL.noop),
    ]
