"""Targets of provinces and the ministry's orders: read by all what is no secret, added in scope; answers stand, and are found once."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import ansinh.delivery.offices.keys

READ_BY_ALL = """
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
CREATE POLICY read_by_all ON {table} FOR SELECT USING (true);
CREATE POLICY added_in_scope ON {table} FOR INSERT WITH CHECK (ansinh_sees(province, district, commune));
SELECT ansinh_only_add('{table}');
"""
GUARDS = """
SELECT ansinh_secure(t) FROM unnest(ARRAY['cases_orderedprovince', 'cases_orderanswer', 'cases_orderreminder']::regclass[]) AS t;
SELECT ansinh_only_add('cases_orderreminder');

CREATE FUNCTION cases_ordered_province_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'accepted' OR (to_jsonb(OLD) - '{owner_id,due_on,state}'::text[]) <> (to_jsonb(NEW) - '{owner_id,due_on,state}'::text[]) THEN
        RAISE EXCEPTION 'order of province % stands as it was', OLD.id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER stands BEFORE UPDATE ON cases_orderedprovince FOR EACH ROW EXECUTE FUNCTION cases_ordered_province_stands();
CREATE TRIGGER stands_kept BEFORE DELETE ON cases_orderedprovince FOR EACH ROW EXECUTE FUNCTION ansinh_refuse();

CREATE FUNCTION cases_order_answer_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.finding <> '' OR (to_jsonb(OLD) - '{finding,remark,found_by_id,found_at}'::text[]) <> (to_jsonb(NEW) - '{finding,remark,found_by_id,found_at}'::text[]) THEN
        RAISE EXCEPTION 'answer % stands as it was given', OLD.id USING ERRCODE = 'integrity_constraint_violation', HINT = 'what will not do is answered again';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER stands BEFORE UPDATE ON cases_orderanswer FOR EACH ROW EXECUTE FUNCTION cases_order_answer_stands();
CREATE TRIGGER stands_kept BEFORE DELETE ON cases_orderanswer FOR EACH ROW EXECUTE FUNCTION ansinh_refuse();
"""


class Migration(migrations.Migration):
    """Five tables, walled and guarded."""

    dependencies = [
        ("cases", "0023_plans"),
        ("offices", "0005_measures"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="MinistryOrder",
            fields=[
                ("province", models.CharField(max_length=2)),
                ("district", models.CharField(blank=True, max_length=3)),
                ("commune", models.CharField(blank=True, max_length=5)),
                ("id", models.UUIDField(default=ansinh.delivery.offices.keys.new_key, primary_key=True, serialize=False)),
                ("programme", models.CharField(max_length=20)),
                ("policy", models.CharField(blank=True, help_text="what it is about; empty for all", max_length=20)),
                ("number", models.CharField(help_text="of the document: 2622/LĐTBXH-VP", max_length=60)),
                ("title", models.CharField(max_length=200)),
                ("text", models.CharField(max_length=2000)),
                ("working_days", models.PositiveSmallIntegerField()),
                ("due_on", models.DateField()),
                ("issued_at", models.DateTimeField()),
                ("file", models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.storedfile")),
                ("issued_by", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("office", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="offices.office")),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("number", ""), _negated=True),
                            models.Q(("title", ""), _negated=True),
                            models.Q(("text", ""), _negated=True),
                            ("working_days__gt", 0),
                        ),
                        name="order_is_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OrderedProvince",
            fields=[
                ("province", models.CharField(max_length=2)),
                ("district", models.CharField(blank=True, max_length=3)),
                ("commune", models.CharField(blank=True, max_length=5)),
                ("id", models.UUIDField(default=ansinh.delivery.offices.keys.new_key, primary_key=True, serialize=False)),
                ("due_on", models.DateField()),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Chờ tỉnh trả lời"), ("answered", "Chờ Bộ xem"), ("again", "Bộ yêu cầu trả lời lại"), ("accepted", "Bộ đã nhận")],
                        default="open",
                        max_length=8,
                    ),
                ),
                ("order", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="provinces", to="cases.ministryorder")),
                (
                    "owner",
                    models.ForeignKey(
                        db_index=False,
                        help_text="who heads the province; empty where nobody does",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("order", "province"), name="order_once_a_province"),
                ],
                "indexes": [
                    models.Index(condition=models.Q(("state", "accepted"), _negated=True), fields=["province", "due_on", "id"], name="order_unsettled"),
                    models.Index(fields=["province", "-id"], name="order_by_province"),
                ],
            },
        ),
        migrations.CreateModel(
            name="OrderAnswer",
            fields=[
                ("province", models.CharField(max_length=2)),
                ("district", models.CharField(blank=True, max_length=3)),
                ("commune", models.CharField(blank=True, max_length=5)),
                ("id", models.UUIDField(default=ansinh.delivery.offices.keys.new_key, primary_key=True, serialize=False)),
                ("text", models.CharField(max_length=4000)),
                ("due_on", models.DateField(help_text="the day it was due when it came")),
                ("answered_at", models.DateTimeField()),
                ("finding", models.CharField(blank=True, choices=[("accepted", "Nhận"), ("again", "Trả lời lại")], max_length=8)),
                ("remark", models.CharField(blank=True, max_length=500)),
                ("found_at", models.DateTimeField(null=True)),
                ("answered_by", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("file", models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.storedfile")),
                (
                    "found_by",
                    models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                ("of", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="cases.orderedprovince")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(condition=models.Q(("finding", "")), fields=("of",), name="order_answer_waits_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("finding", ""), ("found_at__isnull", True), ("found_by__isnull", True)),
                            models.Q(models.Q(("finding", ""), _negated=True), ("found_at__isnull", False), ("found_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="order_answer_found_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(models.Q(("finding", "again"), _negated=True), models.Q(("remark", ""), _negated=True), _connector="OR"),
                        name="order_answer_again_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OrderReminder",
            fields=[
                ("province", models.CharField(max_length=2)),
                ("district", models.CharField(blank=True, max_length=3)),
                ("commune", models.CharField(blank=True, max_length=5)),
                ("id", models.UUIDField(default=ansinh.delivery.offices.keys.new_key, primary_key=True, serialize=False)),
                ("due_on", models.DateField()),
                ("rung", models.CharField(choices=[("reminder", "Nhắc trước hạn"), ("chief", "Báo quá hạn"), ("ministry", "Báo Bộ")], max_length=8)),
                ("made_at", models.DateTimeField()),
                ("of", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="reminders", to="cases.orderedprovince")),
                ("told", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("of", "due_on", "rung"), name="order_reminded_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanTarget",
            fields=[
                ("province", models.CharField(max_length=2)),
                ("district", models.CharField(blank=True, max_length=3)),
                ("commune", models.CharField(blank=True, max_length=5)),
                ("id", models.UUIDField(default=ansinh.delivery.offices.keys.new_key, primary_key=True, serialize=False)),
                ("programme", models.CharField(max_length=20)),
                ("policy", models.CharField(max_length=20)),
                ("people", models.PositiveIntegerField(help_text="how many are to have their support, from the document")),
                ("due_on", models.DateField()),
                ("since", models.DateField(help_text="the day from which the person answers")),
                ("basis", models.CharField(help_text="the written act that names the person; the document itself where it does", max_length=160)),
                ("entered_at", models.DateTimeField()),
                ("document", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="targets", to="cases.plandocument")),
                ("entered_by", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                (
                    "owner",
                    models.ForeignKey(
                        db_index=False,
                        help_text="empty where nobody was named yet",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("people__gt", 0)), name="plan_target_counts_people"),
                    models.CheckConstraint(
                        condition=models.Q(("owner__isnull", True), models.Q(("basis", ""), _negated=True), _connector="OR"), name="plan_target_names_by_an_act"
                    ),
                ],
                "indexes": [
                    models.Index(fields=["programme", "province", "district", "policy", "-entered_at", "-id"], name="plan_target_by_place"),
                ],
            },
        ),
        *[migrations.RunSQL(READ_BY_ALL.replace("{table}", table), migrations.RunSQL.noop) for table in ("cases_plantarget", "cases_ministryorder")],
        migrations.RunSQL(GUARDS, migrations.RunSQL.noop),
    ]
