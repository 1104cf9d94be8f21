"""Employers' accounts, and the workers they name: walls, codes, and the hold on lists that are not confirmed."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import ansinh.delivery.offices.keys

GUARDS = """
SELECT ansinh_secure(t) FROM unnest(ARRAY['intake_accountant', 'intake_namedworker']::regclass[]) AS t;
CREATE TRIGGER accountant_kept BEFORE DELETE ON intake_accountant FOR EACH ROW EXECUTE FUNCTION ansinh_refuse();
CREATE TRIGGER named_worker_kept BEFORE DELETE ON intake_namedworker FOR EACH ROW EXECUTE FUNCTION ansinh_refuse();

CREATE FUNCTION intake_word_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was said of worker % stands', OLD.id USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER word_stands BEFORE UPDATE ON intake_namedworker FOR EACH ROW
    WHEN (OLD.code <> NEW.code OR OLD.row_id <> NEW.row_id OR OLD.denied_at IS NOT NULL AND (OLD.denied_at, OLD.denied_because) IS DISTINCT FROM (NEW.denied_at, NEW.denied_because)
        OR OLD.confirmed_at IS NOT NULL AND (OLD.confirmed_at, OLD.confirmed_by_id, OLD.confirmed_how) IS DISTINCT FROM (NEW.confirmed_at, NEW.confirmed_by_id, NEW.confirmed_how)
        OR OLD.settled_at IS NOT NULL AND (OLD.settled_at, OLD.settled_because) IS DISTINCT FROM (NEW.settled_at, NEW.settled_because))
    EXECUTE FUNCTION intake_word_stands();

CREATE FUNCTION intake_named_by_code(of_code text) RETURNS uuid LANGUAGE sql STABLE SET ansinh.level = 'national' AS $$
    SELECT id FROM intake_namedworker WHERE code = of_code
$$;

CREATE FUNCTION intake_workers_of(of_dossier uuid) RETURNS TABLE (claim uuid, worker uuid) LANGUAGE sql STABLE AS $$
    -- a claim's place in its dossier is the place of its row among those that were ready
    SELECT c.id, w.id FROM cases_dossier d
    JOIN (SELECT u.id, u.upload_id, row_number() OVER (PARTITION BY u.upload_id ORDER BY u.sheet, u."row") AS place FROM cases_uploadrow u
          WHERE u.state = 'ready' AND u.upload_id = (SELECT upload_id FROM cases_dossier WHERE id = of_dossier)) s ON s.upload_id = d.upload_id
    JOIN cases_claim c ON c.dossier_id = d.id AND c."order" = s.place
    JOIN intake_filingrow r ON r.row_id = s.id JOIN intake_namedworker w ON w.row_id = r.id
    WHERE d.id = of_dossier
$$;

CREATE FUNCTION intake_unconfirmed(of_dossier uuid) RETURNS bigint LANGUAGE sql STABLE SET ansinh.level = 'national' AS $$
    SELECT count(*) FROM intake_workers_of(of_dossier) o JOIN cases_claim c ON c.id = o.claim JOIN intake_namedworker w ON w.id = o.worker
    WHERE c.state = 'in_review' AND (w.confirmed_at IS NULL OR (w.denied_at IS NOT NULL AND w.settled_at IS NULL))
$$;

CREATE FUNCTION intake_hold_unconfirmed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF intake_unconfirmed(NEW.dossier_id) > 0 THEN
        RAISE EXCEPTION 'dossier % holds workers who are not confirmed', NEW.dossier_id USING ERRCODE = 'integrity_constraint_violation',
            HINT = 'confirm each, or settle what she said';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER workers_confirmed BEFORE UPDATE OF outcome ON cases_task FOR EACH ROW
    WHEN (NEW.outcome = 'forwarded' AND OLD.outcome <> 'forwarded' AND NEW.action = 'confirm') EXECUTE FUNCTION intake_hold_unconfirmed();
"""


class Migration(migrations.Migration):
    """Employers."""

    dependencies = [
        ("intake", "0003_draft"),
        ("registry", "0010_tax_identities"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Accountant",
            fields=[
                ("province", models.CharField(max_length=2)),
                ("district", models.CharField(blank=True, max_length=3)),
                ("commune", models.CharField(blank=True, max_length=5)),
                ("id", models.UUIDField(default=ansinh.delivery.offices.keys.new_key, primary_key=True, serialize=False)),
                ("tax_code", models.CharField(max_length=13)),
                ("body_name", models.CharField(help_text="the employer's name as she gave it", max_length=200)),
                ("si_unit", models.CharField(help_text="the employer's code at the insurance agency as she gave it", max_length=20)),
                ("address", models.CharField(blank=True, max_length=200)),
                ("full_name", models.CharField(max_length=100)),
                ("phone", models.CharField(max_length=15)),
                ("password", models.CharField(help_text="hashed", max_length=128)),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "Chờ xác nhận"), ("confirmed", "Đã xác nhận"), ("refused", "Không xác nhận")], default="waiting", max_length=9
                    ),
                ),
                ("due_on", models.DateField()),
                ("registered_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(null=True)),
                ("answered_because", models.CharField(blank=True, help_text="what was looked at, or why not", max_length=200)),
                ("answered_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                (
                    "employer",
                    models.ForeignKey(
                        help_text="once confirmed", null=True, on_delete=django.db.models.deletion.PROTECT, related_name="accountants", to="registry.employer"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        help_text="who answers whether she may", on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(condition=models.Q(("state", "waiting")), fields=["owner", "due_on"], name="accountant_waiting")],
                "constraints": [
                    models.UniqueConstraint(condition=models.Q(("state", "refused"), _negated=True), fields=("tax_code", "phone"), name="accountant_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_at__isnull", True), ("answered_by__isnull", True), ("state", "waiting")),
                            models.Q(
                                models.Q(("state", "waiting"), _negated=True),
                                ("answered_at__isnull", False),
                                ("answered_by__isnull", False),
                                models.Q(("answered_because", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="accountant_answered_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(models.Q(("state", "confirmed"), _negated=True), ("employer__isnull", False), _connector="OR"),
                        name="accountant_of_an_employer",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="NamedWorker",
            fields=[
                ("province", models.CharField(max_length=2)),
                ("district", models.CharField(blank=True, max_length=3)),
                ("commune", models.CharField(blank=True, max_length=5)),
                ("id", models.UUIDField(default=ansinh.delivery.offices.keys.new_key, primary_key=True, serialize=False)),
                ("code", models.CharField(help_text="with which she may say that it is not true", max_length=14, unique=True)),
                ("denied_at", models.DateTimeField(null=True)),
                ("denied_because", models.CharField(blank=True, help_text="in her words", max_length=500)),
                ("settled_at", models.DateTimeField(null=True)),
                ("settled_because", models.CharField(blank=True, max_length=200)),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("confirmed_how", models.CharField(blank=True, choices=[("officer", "Cán bộ xác nhận"), ("register", "Khớp dữ liệu BHXH")], max_length=8)),
                ("snapshot", models.UUIDField(help_text="the version of the register that confirmed", null=True)),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        help_text="who holds the role; in her name where a register says so",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        help_text="who must settle what she said",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="denials",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("row", models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name="named", to="intake.filingrow")),
                ("settled_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "indexes": [models.Index(condition=models.Q(("denied_at__isnull", False), ("settled_at__isnull", True)), fields=["owner"], name="denial_open")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("confirmed_at__isnull", True), ("confirmed_by__isnull", True), ("confirmed_how", "")),
                            models.Q(("confirmed_at__isnull", False), ("confirmed_by__isnull", False), models.Q(("confirmed_how", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="worker_confirmed_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(models.Q(("confirmed_how", "register"), _negated=True), ("snapshot__isnull", False), _connector="OR"),
                        name="worker_confirmed_by_which",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("denied_at__isnull", True), ("owner__isnull", False), _connector="OR"), name="denial_has_an_owner"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("settled_at__isnull", True), ("settled_by__isnull", True)),
                            models.Q(
                                ("denied_at__isnull", False),
                                ("settled_at__isnull", False),
                                ("settled_by__isnull", False),
                                models.Q(("settled_because", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="denial_settled_whole",
                    ),
                ],
            },
        ),
        migrations.RunSQL(GUARDS, migrations.RunSQL.noop),
    ]
