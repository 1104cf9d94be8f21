"""Up to what an officer signs; read by all, given and ended in scope, otherwise standing as given."""

from __future__ import annotations

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import ansinh.delivery.offices.keys

GUARDS = """
ALTER TABLE offices_signinglimit ENABLE ROW LEVEL SECURITY;
ALTER TABLE offices_signinglimit FORCE ROW LEVEL SECURITY;
CREATE POLICY read_by_all ON offices_signinglimit FOR SELECT USING (true);  -- whoever hands on to the office above asks who may sign there
CREATE POLICY added_in_scope ON offices_signinglimit FOR INSERT WITH CHECK (ansinh_sees(province, district, commune));
CREATE POLICY ended_in_scope ON offices_signinglimit FOR UPDATE USING (ansinh_sees(province, district, commune));

CREATE FUNCTION offices_signing_limit_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (to_jsonb(OLD) - 'held') <> (to_jsonb(NEW) - 'held') OR NOT (NEW.held <@ OLD.held) OR (NOT isempty(NEW.held) AND lower(OLD.held) <> lower(NEW.held)) THEN
        RAISE EXCEPTION 'limit % stands as it was given', OLD.id USING ERRCODE = 'integrity_constraint_violation', HINT = 'end it and give another';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER stands BEFORE UPDATE ON offices_signinglimit FOR EACH ROW EXECUTE FUNCTION offices_signing_limit_stands();
CREATE TRIGGER stands_kept BEFORE DELETE ON offices_signinglimit FOR EACH ROW EXECUTE FUNCTION ansinh_refuse();

CREATE FUNCTION offices_may_sign(of_officer uuid, of_office uuid, of_policy text, on_day date, claim bigint, decision bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM offices_assignment g WHERE g.office_id = of_office AND g.held @> on_day AND g.role IN ('approver', 'chief')
        AND g.policy IN ('', of_policy) AND (g.officer_id = of_officer OR g.officer_id IN (
            SELECT b.officer_id FROM offices_absence b WHERE b.deputy_id = of_officer AND offices_days(b.away) @> on_day))
        AND NOT coalesce((SELECT claim > l.most_claim_vnd OR decision > l.most_decision_vnd FROM offices_signinglimit l
            WHERE l.officer_id = g.officer_id AND l.office_id = of_office AND l.held @> on_day AND l.policy IN ('', of_policy)
            ORDER BY l.policy DESC LIMIT 1), false))
$$;
"""


class Migration(migrations.Migration):
    """One table, walled and guarded."""

    dependencies = [
        ("offices", "0006_incompatible"),
    ]

    operations = [
        migrations.CreateModel(
            name="SigningLimit",
            fields=[
                ("province", models.CharField(max_length=2)),
                ("district", models.CharField(blank=True, max_length=3)),
                ("commune", models.CharField(blank=True, max_length=5)),
                ("id", models.UUIDField(default=ansinh.delivery.offices.keys.new_key, primary_key=True, serialize=False)),
                ("policy", models.CharField(blank=True, max_length=20)),
                ("most_claim_vnd", models.BigIntegerField(help_text="the most that one claim may come to")),
                ("most_decision_vnd", models.BigIntegerField(help_text="the most that all claims of a decision may come to")),
                ("basis", models.CharField(help_text="the written act that gives it", max_length=120)),
                ("held", django.contrib.postgres.fields.ranges.DateRangeField()),
                ("given_at", models.DateTimeField()),
                ("given_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("office", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="signing_limits", to="offices.office")),
                ("officer", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="signing_limits", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["office", "policy"], name="signing_limit_by_office"),
                    models.Index(fields=["province", "-given_at", "-id"], name="signing_limit_by_province"),
                ],
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[("office", "="), ("officer", "="), ("policy", "="), ("held", "&&")], name="signing_limit_once_at_a_time"
                    ),
                    models.CheckConstraint(condition=models.Q(("given_by", models.F("officer")), _negated=True), name="signing_limit_of_another"),
                    models.CheckConstraint(
                        condition=models.Q(("most_claim_vnd__gt", 0), ("most_decision_vnd__gte", models.F("most_claim_vnd"))), name="signing_limit_in_order"
                    ),
                    models.CheckConstraint(condition=models.Q(("basis", ""), _negated=True), name="signing_limit_has_a_basis"),
                ],
            },
        ),
        migrations.RunSQL(GUARDS, migrations.RunSQL.noop),
    ]
