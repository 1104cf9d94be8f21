"""Later decisions that revoke or correct, behind the wall of their place; a claim decided moves only by one that was signed."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import ansinh.delivery.offices.keys

GUARDS = """
SELECT ansinh_secure(t) FROM unnest(ARRAY['cases_revision', 'cases_revisionitem']::regclass[]) AS t;
CREATE TRIGGER revision_kept BEFORE DELETE ON cases_revision FOR EACH ROW EXECUTE FUNCTION ansinh_refuse();
CREATE TRIGGER item_kept BEFORE DELETE ON cases_revisionitem FOR EACH ROW EXECUTE FUNCTION ansinh_refuse();

CREATE FUNCTION cases_revision_stands() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    free text[] := CASE WHEN OLD.state = 'proposed' AND NEW.state = 'proposed' THEN ARRAY['owner_id']
        WHEN OLD.state = 'proposed' THEN ARRAY['state', 'answered_by_id', 'answered_at', 'answer', 'number', 'year', 'decided_on', 'verification']
        WHEN OLD.state = 'signed' AND OLD.document_id IS NULL THEN ARRAY['document_id'] ELSE '{}' END;
BEGIN
    IF (to_jsonb(OLD) - free) <> (to_jsonb(NEW) - free) THEN
        RAISE EXCEPTION 'revision % stands as it was proposed and answered', OLD.id USING ERRCODE = 'integrity_constraint_violation',
            HINT = 'correct it by a later one';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER stands BEFORE UPDATE ON cases_revision FOR EACH ROW EXECUTE FUNCTION cases_revision_stands();

CREATE FUNCTION cases_revision_item_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state <> 'proposed' AND OLD.state <> NEW.state
       OR (to_jsonb(OLD) - ARRAY['state', 'before', 'after']) <> (to_jsonb(NEW) - ARRAY['state', 'before', 'after']) THEN
        RAISE EXCEPTION 'item % stands as it was proposed and answered', OLD.id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER stands BEFORE UPDATE ON cases_revisionitem FOR EACH ROW EXECUTE FUNCTION cases_revision_item_stands();

CREATE FUNCTION cases_revision_whole() RETURNS trigger LANGUAGE plpgsql SET ansinh.level = 'national' AS $$
BEGIN
    IF EXISTS (SELECT FROM cases_revision r WHERE r.id = NEW.id AND (
        r.claims <> (SELECT count(*) FROM cases_revisionitem i WHERE i.revision_id = r.id AND i.state = r.state)
        OR EXISTS (SELECT FROM cases_revisionitem i JOIN cases_claim c ON c.id = i.claim_id JOIN cases_decision d ON d.id = r.decision_id
                   WHERE i.revision_id = r.id AND c.dossier_id <> d.dossier_id)
        OR r.state = 'signed' AND EXISTS (SELECT FROM cases_revisionitem i JOIN cases_claim c ON c.id = i.claim_id
                                          WHERE i.revision_id = r.id AND i.after_vnd = 0 AND c.state <> 'revoked'))) THEN
        RAISE EXCEPTION 'revision % does not agree with its claims', NEW.id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER whole AFTER INSERT OR UPDATE ON cases_revision DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION cases_revision_whole();

CREATE OR REPLACE FUNCTION cases_claim_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'approved' AND EXISTS (
        SELECT FROM cases_revisionitem i WHERE i.claim_id = OLD.id AND i.state = 'signed' AND i.before_vnd = OLD.amount_vnd
            AND CASE NEW.state WHEN 'revoked' THEN i.after_vnd = 0 AND NEW.amount_vnd = OLD.amount_vnd
                WHEN 'approved' THEN i.after_vnd = NEW.amount_vnd AND i.after_vnd > 0 ELSE false END) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'claim % was decided (%) and cannot become %', OLD.id, OLD.state, NEW.state
        USING ERRCODE = 'integrity_constraint_violation', HINT = 'revoke or correct it by a later decision';
END $$;
DROP TRIGGER moves ON cases_claim;
CREATE TRIGGER moves BEFORE UPDATE OF state, amount_vnd ON cases_claim FOR EACH ROW
    WHEN (OLD.state IN ('approved', 'refused', 'revoked') AND (NEW.state <> OLD.state OR NEW.amount_vnd <> OLD.amount_vnd))
    EXECUTE FUNCTION cases_claim_moves();

CREATE FUNCTION cases_revision_by_verification(of_code text)
RETURNS TABLE (number text, office text, decided_on date, kind text, claims integer, before_vnd bigint, after_vnd bigint, policy text, earlier text, earlier_on date)
LANGUAGE sql STABLE SET ansinh.level = 'national' AS $$
    SELECT r.number, o.name, r.decided_on, r.kind, r.claims, r.before_vnd, r.after_vnd, s.policy, d.number, d.decided_on
    FROM cases_revision r JOIN offices_office o ON o.id = r.office_id JOIN cases_decision d ON d.id = r.decision_id JOIN cases_dossier s ON s.id = d.dossier_id
    WHERE r.verification = of_code
$$;

CREATE FUNCTION cases_revisions_behind(of_code text) RETURNS TABLE (number text, decided_on date, kind text, claims integer)
LANGUAGE sql STABLE SET ansinh.level = 'national' AS $$
    SELECT r.number, r.decided_on, r.kind, r.claims FROM cases_revision r JOIN cases_decision d ON d.id = r.decision_id
    WHERE d.verification = of_code AND r.state = 'signed' ORDER BY r.answered_at, r.id LIMIT 100
$$;
"""


class Migration(migrations.Migration):
    """Two tables, walled and guarded, and one more state of a claim."""

    dependencies = [
        ("cases", "0025_signing_limits"),
        ("offices", "0005_measures"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Revision",
            fields=[
                ("province", models.CharField(max_length=2)),
                ("district", models.CharField(blank=True, max_length=3)),
                ("commune", models.CharField(blank=True, max_length=5)),
                ("id", models.UUIDField(default=ansinh.delivery.offices.keys.new_key, primary_key=True, serialize=False)),
                ("kind", models.CharField(choices=[("revoke", "Thu hồi"), ("correct", "Đính chính")], max_length=7)),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("error", "Duyệt nhầm"),
                            ("fraud", "Khai không đúng sự thật"),
                            ("died", "Người được hỗ trợ đã mất"),
                            ("double", "Hưởng trùng"),
                            ("clerical", "Sai sót khi lập hồ sơ"),
                        ],
                        max_length=8,
                    ),
                ),
                ("reason", models.CharField(help_text="word for word as the person reads it", max_length=300)),
                ("article", models.CharField(help_text="what it rests on", max_length=100)),
                ("due_on", models.DateField()),
                ("proposed_at", models.DateTimeField()),
                ("claims", models.IntegerField()),
                ("before_vnd", models.BigIntegerField(help_text="what its claims came to before")),
                ("after_vnd", models.BigIntegerField(help_text="what they come to by it; nothing where it revokes")),
                (
                    "state",
                    models.CharField(
                        choices=[("proposed", "Chờ ký"), ("signed", "Đã ban hành"), ("rejected", "Không chấp nhận")], default="proposed", max_length=8
                    ),
                ),
                ("answered_at", models.DateTimeField(null=True)),
                ("answer", models.CharField(blank=True, help_text="why it was rejected", max_length=300)),
                ("number", models.CharField(blank=True, help_text="in the same series as decisions: 13/QĐ-UBND", max_length=40)),
                ("year", models.PositiveSmallIntegerField(null=True)),
                ("decided_on", models.DateField(null=True)),
                ("verification", models.CharField(blank=True, help_text="the code behind its document's QR", max_length=14)),
                ("answered_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("decision", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="revisions", to="cases.decision")),
                ("document", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to="cases.storedfile")),
                (
                    "office",
                    models.ForeignKey(help_text="the authority that signed the decision", on_delete=django.db.models.deletion.PROTECT, to="offices.office"),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        help_text="who has to sign or reject it",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="revisions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("proposed_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("number", ""), _negated=True), fields=("office", "year", "number"), name="revision_number_once"
                    ),
                    models.UniqueConstraint(condition=models.Q(("verification", ""), _negated=True), fields=("verification",), name="revision_code_once"),
                    models.CheckConstraint(
                        condition=models.Q(("answered_by__isnull", True), models.Q(("answered_by", models.F("proposed_by")), _negated=True), _connector="OR"),
                        name="revision_of_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("owner", models.F("proposed_by")), _negated=True), models.Q(("state", "proposed"), _negated=True), _connector="OR"
                        ),
                        name="revision_waits_for_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(models.Q(("reason", ""), _negated=True), models.Q(("article", ""), _negated=True), ("claims__gt", 0)),
                        name="revision_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("after_vnd", 0), ("kind", "revoke"), models.Q(("ground", "clerical"), _negated=True)),
                            models.Q(("ground", "clerical"), ("kind", "correct")),
                            _connector="OR",
                        ),
                        name="revision_fits",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", ""), ("answered_at__isnull", True), ("answered_by__isnull", True), ("state", "proposed")),
                            models.Q(("answer", ""), ("answered_at__isnull", False), ("answered_by__isnull", False), ("state", "signed")),
                            models.Q(
                                ("answered_at__isnull", False), ("answered_by__isnull", False), ("state", "rejected"), models.Q(("answer", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="revision_answered_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided_on__isnull", False),
                                ("state", "signed"),
                                ("year__isnull", False),
                                models.Q(("number", ""), _negated=True),
                                models.Q(("verification", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("state", "signed"), _negated=True),
                                ("decided_on__isnull", True),
                                ("document__isnull", True),
                                ("number", ""),
                                ("verification", ""),
                                ("year__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="revision_numbered_when_signed",
                    ),
                ],
                "indexes": [
                    models.Index(condition=models.Q(("state", "proposed")), fields=["owner", "due_on"], name="revision_open_by_owner"),
                    models.Index(fields=["province", "-id"], name="revision_by_province"),
                ],
            },
        ),
        migrations.CreateModel(
            name="RevisionItem",
            fields=[
                ("province", models.CharField(max_length=2)),
                ("district", models.CharField(blank=True, max_length=3)),
                ("commune", models.CharField(blank=True, max_length=5)),
                ("id", models.UUIDField(default=ansinh.delivery.offices.keys.new_key, primary_key=True, serialize=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("proposed", "Chờ ký"), ("signed", "Đã ban hành"), ("rejected", "Không chấp nhận")],
                        default="proposed",
                        help_text="as its revision's",
                        max_length=8,
                    ),
                ),
                ("before", models.JSONField(default=dict, help_text="the fields that a correction changes, as they were")),
                ("after", models.JSONField(default=dict, help_text="the same as they are by it")),
                ("before_vnd", models.BigIntegerField()),
                ("after_vnd", models.BigIntegerField(help_text="0 where the approval is revoked")),
                ("claim", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="revisions", to="cases.claim")),
                ("revision", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="items", to="cases.revision")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(condition=models.Q(("state", "proposed")), fields=("claim",), name="revision_item_open_once"),
                    models.UniqueConstraint(condition=models.Q(("after_vnd", 0), ("state", "signed")), fields=("claim",), name="revision_item_revoked_once"),
                    models.UniqueConstraint(fields=("claim", "revision"), name="revision_item_once"),
                    models.CheckConstraint(condition=models.Q(("after_vnd__gte", 0), ("before_vnd__gt", 0)), name="revision_item_sums"),
                ],
            },
        ),
        migrations.RemoveConstraint(
            model_name="claim",
            name="exclusion_has_a_reason",
        ),
        migrations.AlterField(
            model_name="claim",
            name="state",
            field=models.CharField(
                choices=[
                    ("in_review", "Đang xét"),
                    ("excluded", "Đề nghị loại"),
                    ("approved", "Đã duyệt"),
                    ("refused", "Không duyệt"),
                    ("revoked", "Đã thu hồi"),
                ],
                default="in_review",
                max_length=9,
            ),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["excluded", "refused", "revoked"]), _negated=True), models.Q(("state_reason", ""), _negated=True), _connector="OR"
                ),
                name="exclusion_has_a_reason",
            ),
        ),
        migrations.RunSQL(GUARDS, migrations.RunSQL.noop),
    ]
