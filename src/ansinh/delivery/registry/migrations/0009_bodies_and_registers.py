"""Employers, household businesses and households with their histories; snapshots of registers and what they tell of whom."""

from __future__ import annotations

import django.contrib.postgres.indexes
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import ansinh.delivery.offices.keys

GUARDS = """
SELECT ansinh_secure(t) FROM unnest(ARRAY['registry_employer', 'registry_householdbusiness', 'registry_particular', 'registry_household', 'registry_member',
    'registry_registersnapshot', 'registry_registerentry']::regclass[]) AS t;
SELECT ansinh_only_add('registry_registerentry');
CREATE TRIGGER employer_kept BEFORE DELETE ON registry_employer FOR EACH ROW EXECUTE FUNCTION ansinh_refuse();
CREATE TRIGGER household_business_kept BEFORE DELETE ON registry_householdbusiness FOR EACH ROW EXECUTE FUNCTION ansinh_refuse();
CREATE TRIGGER household_kept BEFORE DELETE ON registry_household FOR EACH ROW EXECUTE FUNCTION ansinh_refuse();
CREATE TRIGGER particular_kept BEFORE DELETE ON registry_particular FOR EACH ROW EXECUTE FUNCTION ansinh_refuse();
CREATE TRIGGER member_kept BEFORE DELETE ON registry_member FOR EACH ROW EXECUTE FUNCTION ansinh_refuse();
CREATE TRIGGER snapshot_kept BEFORE DELETE ON registry_registersnapshot FOR EACH ROW EXECUTE FUNCTION ansinh_refuse();

CREATE FUNCTION registry_told_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% of % stands as it was told; it can only be ended, once', OLD.id, TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER told_stands BEFORE UPDATE ON registry_particular FOR EACH ROW
    WHEN (OLD.until IS NOT NULL OR NEW.value <> OLD.value OR NEW.kind <> OLD.kind OR NEW.source <> OLD.source OR NEW.evidence <> OLD.evidence OR NEW.since <> OLD.since)
    EXECUTE FUNCTION registry_told_stands();
CREATE TRIGGER told_stands BEFORE UPDATE ON registry_member FOR EACH ROW
    WHEN (OLD.until IS NOT NULL OR NEW.person_id <> OLD.person_id OR NEW.household_id <> OLD.household_id OR NEW.relation <> OLD.relation OR NEW.since <> OLD.since)
    EXECUTE FUNCTION registry_told_stands();

CREATE FUNCTION registry_told_of(subjects text[], of_programme text)
RETURNS TABLE (asked text, register text, snapshot uuid, source text, dated date, told jsonb)
LANGUAGE sql STABLE ROWS 10 SET ansinh.level = 'national' AS $$
    -- of exactly these identities, and of those linked with them; the newest snapshots alone
    WITH meant AS (
        SELECT s AS asked, s AS subject FROM unnest(subjects) s
        UNION SELECT l.identity, l.holder FROM registry_identitylink l WHERE l.identity = ANY (subjects) AND l.undone_at IS NULL
        UNION SELECT l.holder, l.identity FROM registry_identitylink l WHERE l.holder = ANY (subjects) AND l.undone_at IS NULL)
    SELECT m.asked, s.register, s.id, s.source, s.dated, e.told FROM meant m
    JOIN registry_registerentry e ON e.subject = m.subject JOIN registry_registersnapshot s ON s.id = e.snapshot_id
    WHERE s.state = 'current' AND s.programme = of_programme ORDER BY s.dated DESC, e.line
$$;

CREATE FUNCTION registry_body_known(of_code text) RETURNS boolean LANGUAGE sql STABLE SET ansinh.level = 'national' AS $$
    SELECT EXISTS (SELECT FROM registry_employer e WHERE e.tax_code = of_code)
$$;
"""


class Migration(migrations.Migration):
    """Bodies and registers."""

    dependencies = [
        ("registry", "0008_name_key_inline"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Household",
            fields=[
                ("province", models.CharField(max_length=2)),
                ("district", models.CharField(blank=True, max_length=3)),
                ("commune", models.CharField(blank=True, max_length=5)),
                ("id", models.UUIDField(default=ansinh.delivery.offices.keys.new_key, primary_key=True, serialize=False)),
                ("address", models.CharField(blank=True, max_length=200)),
                ("known_since", models.DateTimeField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Employer",
            fields=[
                ("province", models.CharField(max_length=2)),
                ("district", models.CharField(blank=True, max_length=3)),
                ("commune", models.CharField(blank=True, max_length=5)),
                ("id", models.UUIDField(default=ansinh.delivery.offices.keys.new_key, primary_key=True, serialize=False)),
                ("tax_code", models.CharField(help_text="ten digits, a branch three more, without signs between", max_length=13)),
                ("known_since", models.DateTimeField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("tax_code",), name="employer_once")],
            },
        ),
        migrations.CreateModel(
            name="HouseholdBusiness",
            fields=[
                ("province", models.CharField(max_length=2)),
                ("district", models.CharField(blank=True, max_length=3)),
                ("commune", models.CharField(blank=True, max_length=5)),
                ("id", models.UUIDField(default=ansinh.delivery.offices.keys.new_key, primary_key=True, serialize=False)),
                ("tax_code", models.CharField(help_text="ten digits, a branch three more, without signs between", max_length=13)),
                ("known_since", models.DateTimeField()),
                ("owner", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="businesses", to="registry.person")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("tax_code",), name="household_business_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Member",
            fields=[
                ("province", models.CharField(max_length=2)),
                ("district", models.CharField(blank=True, max_length=3)),
                ("commune", models.CharField(blank=True, max_length=5)),
                (
                    "source",
                    models.CharField(
                        choices=[("paper", "Giấy tờ đã xem"), ("self", "Người dân khai"), ("list", "Danh sách"), ("register", "Cơ sở dữ liệu")], max_length=8
                    ),
                ),
                ("evidence", models.CharField(help_text="which paper, list or register was looked at", max_length=200)),
                ("since", models.DateField(help_text="the first day it is known to hold")),
                ("until", models.DateField(help_text="the last day; empty while it holds", null=True)),
                ("ended_because", models.CharField(blank=True, max_length=200)),
                ("recorded_at", models.DateTimeField()),
                ("id", models.UUIDField(default=ansinh.delivery.offices.keys.new_key, primary_key=True, serialize=False)),
                (
                    "relation",
                    models.CharField(
                        choices=[("head", "Chủ hộ"), ("spouse", "Vợ, chồng"), ("child", "Con"), ("parent", "Cha, mẹ"), ("other", "Khác")], max_length=6
                    ),
                ),
                ("household", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="members", to="registry.household")),
                ("person", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="memberships", to="registry.person")),
                (
                    "recorded_by",
                    models.ForeignKey(
                        help_text="empty where nobody of an office entered it: `evidence` then says who did",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until__isnull", True), ("until__gte", models.F("since")), _connector="OR"), name="member_ends_after_it_begins"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_because", ""), ("until__isnull", True)),
                            models.Q(("until__isnull", False), models.Q(("ended_because", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="member_ends_with_why",
                    ),
                    models.CheckConstraint(condition=models.Q(("evidence", ""), _negated=True), name="member_has_evidence"),
                    models.UniqueConstraint(condition=models.Q(("until__isnull", True)), fields=("person",), name="member_of_one_household"),
                    models.UniqueConstraint(
                        condition=models.Q(("relation", "head"), ("until__isnull", True)), fields=("household",), name="one_head_a_household"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Particular",
            fields=[
                ("province", models.CharField(max_length=2)),
                ("district", models.CharField(blank=True, max_length=3)),
                ("commune", models.CharField(blank=True, max_length=5)),
                (
                    "source",
                    models.CharField(
                        choices=[("paper", "Giấy tờ đã xem"), ("self", "Người dân khai"), ("list", "Danh sách"), ("register", "Cơ sở dữ liệu")], max_length=8
                    ),
                ),
                ("evidence", models.CharField(help_text="which paper, list or register was looked at", max_length=200)),
                ("since", models.DateField(help_text="the first day it is known to hold")),
                ("until", models.DateField(help_text="the last day; empty while it holds", null=True)),
                ("ended_because", models.CharField(blank=True, max_length=200)),
                ("recorded_at", models.DateTimeField()),
                ("id", models.UUIDField(default=ansinh.delivery.offices.keys.new_key, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(choices=[("name", "Tên"), ("address", "Địa chỉ"), ("place", "Địa bàn"), ("si_unit", "Mã đơn vị BHXH")], max_length=7),
                ),
                ("value", models.CharField(max_length=200)),
                ("folded_value", models.CharField(help_text="lower case, without marks: what a search runs along", max_length=200)),
                (
                    "business",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="particulars", to="registry.householdbusiness"),
                ),
                ("employer", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="particulars", to="registry.employer")),
                (
                    "recorded_by",
                    models.ForeignKey(
                        help_text="empty where nobody of an office entered it: `evidence` then says who did",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until__isnull", True), ("until__gte", models.F("since")), _connector="OR"), name="particular_ends_after_it_begins"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_because", ""), ("until__isnull", True)),
                            models.Q(("until__isnull", False), models.Q(("ended_because", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="particular_ends_with_why",
                    ),
                    models.CheckConstraint(condition=models.Q(("evidence", ""), _negated=True), name="particular_has_evidence"),
                    models.CheckConstraint(
                        condition=models.Q(("employer__isnull", True), ("business__isnull", True), _connector="XOR"), name="particular_of_one_body"
                    ),
                    models.CheckConstraint(condition=models.Q(("value", ""), _negated=True), name="particular_says_something"),
                    models.UniqueConstraint(
                        condition=models.Q(("employer__isnull", False), ("until__isnull", True)),
                        fields=("employer", "kind"),
                        name="particular_once_an_employer",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("business__isnull", False), ("until__isnull", True)), fields=("business", "kind"), name="particular_once_a_business"
                    ),
                ],
                "indexes": [
                    models.Index(
                        django.contrib.postgres.indexes.OpClass("folded_value", "text_pattern_ops"),
                        condition=models.Q(("kind", "name")),
                        name="particular_by_name",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RegisterSnapshot",
            fields=[
                ("province", models.CharField(max_length=2)),
                ("district", models.CharField(blank=True, max_length=3)),
                ("commune", models.CharField(blank=True, max_length=5)),
                ("id", models.UUIDField(default=ansinh.delivery.offices.keys.new_key, primary_key=True, serialize=False)),
                ("programme", models.CharField(max_length=20)),
                ("register", models.CharField(help_text="as the programme names it: si_register", max_length=20)),
                ("source", models.CharField(help_text="who gave it, by which letter", max_length=200)),
                ("dated", models.DateField(help_text="the day it tells of")),
                ("file_name", models.CharField(max_length=200)),
                ("sha256", models.CharField(max_length=64)),
                ("size_bytes", models.BigIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("loading", "Đang nạp"),
                            ("asking", "Dừng lại, chờ trả lời"),
                            ("current", "Đang dùng"),
                            ("superseded", "Đã có bản mới hơn"),
                            ("refused", "Không dùng"),
                        ],
                        default="loading",
                        max_length=10,
                    ),
                ),
                ("columns", models.JSONField(default=dict, help_text="which heading was read as what, and which nobody knew")),
                ("lines", models.BigIntegerField(default=0, help_text="lines of the file dealt with so far: loading goes on after them")),
                ("entries", models.BigIntegerField(default=0)),
                ("faulty", models.BigIntegerField(default=0, help_text="lines that made no entry")),
                ("faults", models.JSONField(default=dict, help_text="faults by code, and the first of them with line, column and what stands there")),
                ("asks", models.JSONField(default=list, help_text="why it stopped and asks")),
                ("loaded_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(null=True)),
                ("answered_because", models.CharField(blank=True, max_length=200)),
                ("taken_over_at", models.DateTimeField(null=True)),
                ("followed_at", models.DateTimeField(help_text="when the claims that waited for it had been answered again", null=True)),
                ("answered_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                (
                    "before",
                    models.ForeignKey(
                        help_text="the version it is compared with",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.registersnapshot",
                    ),
                ),
                ("loaded_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "current")),
                        fields=("programme", "register", "province", "district", "commune"),
                        name="snapshot_current_once",
                    ),
                    models.CheckConstraint(condition=models.Q(("source", ""), _negated=True), name="snapshot_has_a_source"),
                    models.CheckConstraint(
                        condition=models.Q(models.Q(("state", "current"), _negated=True), ("taken_over_at__isnull", False), _connector="OR"),
                        name="snapshot_current_since",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_because", ""), ("answered_by__isnull", True)),
                            models.Q(("answered_at__isnull", False), ("answered_by__isnull", False), models.Q(("answered_because", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="snapshot_answered_whole",
                    ),
                ],
                "indexes": [
                    models.Index(fields=["programme", "register", "-dated"], name="snapshot_by_register"),
                ],
            },
        ),
        migrations.CreateModel(
            name="RegisterEntry",
            fields=[
                ("province", models.CharField(max_length=2)),
                ("district", models.CharField(blank=True, max_length=3)),
                ("commune", models.CharField(blank=True, max_length=5)),
                ("id", models.UUIDField(default=ansinh.delivery.offices.keys.new_key, primary_key=True, serialize=False)),
                ("line", models.BigIntegerField(help_text="in the file")),
                ("subject", models.CharField(help_text="an identity of the registry: cccd:…, cmnd:…, tax:…", max_length=20)),
                ("full_name", models.CharField(blank=True, max_length=100)),
                ("told", models.JSONField(help_text="facts, spans and numbers of the line")),
                (
                    "snapshot",
                    models.ForeignKey(
                        db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="registry.registersnapshot"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["subject", "snapshot"], name="register_entry_by_subject"),
                ],
            },
        ),
        migrations.RunSQL(GUARDS, migrations.RunSQL.noop),
    ]
