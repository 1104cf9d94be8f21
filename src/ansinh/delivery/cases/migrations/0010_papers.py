"""Papers people send, and who opened them, behind the wall of their place; what was told of one stands, openings are only ever added."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import ansinh.delivery.offices.keys

GUARDS = """
SELECT ansinh_secure('cases_paper');
SELECT ansinh_secure('cases_paperopened');
SELECT ansinh_only_add('cases_paperopened');

CREATE FUNCTION cases_paper_stands() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    may_change text[] := CASE OLD.state WHEN 'waiting'
        THEN ARRAY['state', 'refused_code', 'refused_what', 'sha256', 'media_type', 'size_bytes', 'pages', 'checked_at', 'erased_at']
        ELSE ARRAY['erased_at'] END;
BEGIN
    IF (to_jsonb(OLD) - may_change) <> (to_jsonb(NEW) - may_change) OR (OLD.erased_at IS NOT NULL AND NEW.erased_at IS DISTINCT FROM OLD.erased_at) THEN
        RAISE EXCEPTION 'paper % (%) stands as it was sent and checked', OLD.id, OLD.state USING ERRCODE = 'integrity_constraint_violation',
            HINT = 'whoever has another sends another';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER stands BEFORE UPDATE ON cases_paper FOR EACH ROW EXECUTE FUNCTION cases_paper_stands();
CREATE TRIGGER stands_kept BEFORE DELETE ON cases_paper FOR EACH ROW EXECUTE FUNCTION ansinh_refuse();
"""


class Migration(migrations.Migration):
    """Two tables, walled and guarded."""

    dependencies = [
        ("cases", "0009_channel_and_filings"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Paper",
            fields=[
                ("province", models.CharField(max_length=2)),
                ("district", models.CharField(blank=True, max_length=3)),
                ("commune", models.CharField(blank=True, max_length=5)),
                ("id", models.UUIDField(default=ansinh.delivery.offices.keys.new_key, primary_key=True, serialize=False)),
                ("about_kind", models.CharField(help_text="claim or filing", max_length=10)),
                ("about", models.UUIDField(help_text="the key of that row")),
                ("programme", models.CharField(max_length=20)),
                ("policy", models.CharField(max_length=20)),
                ("wanted", models.CharField(help_text="which of the papers the law names: a place in the procedure, or the fact it proves", max_length=40)),
                (
                    "state",
                    models.CharField(choices=[("waiting", "Đang kiểm tra"), ("clean", "Đã nhận"), ("refused", "Không nhận")], default="waiting", max_length=7),
                ),
                ("refused_code", models.CharField(blank=True, max_length=20)),
                ("refused_what", models.CharField(blank=True, max_length=100)),
                ("received_at", models.DateTimeField()),
                ("sent_sha256", models.CharField(help_text="of the file as it came, which is not kept once checked", max_length=64)),
                ("sha256", models.CharField(blank=True, help_text="of what is kept; its place in the store", max_length=64)),
                ("media_type", models.CharField(blank=True, max_length=30)),
                ("size_bytes", models.IntegerField(null=True)),
                ("pages", models.SmallIntegerField(null=True)),
                ("checked_at", models.DateTimeField(null=True)),
                ("erased_at", models.DateTimeField(help_text="when its time was over and its content was removed", null=True)),
                (
                    "received_by",
                    models.ForeignKey(
                        help_text="empty when the person concerned sent it herself",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(models.Q(("state", "refused"), _negated=True), ("erased_at__isnull", True)),
                        fields=("about", "wanted", "sent_sha256"),
                        name="paper_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("checked_at__isnull", True), ("sha256", ""), ("state", "waiting")),
                            models.Q(("checked_at__isnull", False), ("state", "clean"), models.Q(("sha256", ""), _negated=True)),
                            models.Q(("checked_at__isnull", False), ("sha256", ""), ("state", "refused"), models.Q(("refused_code", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="paper_state_whole",
                    ),
                    models.CheckConstraint(condition=models.Q(("about_kind__in", ["claim", "filing"])), name="paper_about_known"),
                ],
                "indexes": [
                    models.Index(fields=["about", "received_at"], name="paper_by_about"),
                    models.Index(condition=models.Q(("state", "waiting")), fields=["received_at"], name="paper_waiting"),
                    models.Index(condition=models.Q(("sha256", ""), _negated=True), fields=["sha256"], name="paper_by_content"),
                ],
            },
        ),
        migrations.CreateModel(
            name="PaperOpened",
            fields=[
                ("province", models.CharField(max_length=2)),
                ("district", models.CharField(blank=True, max_length=3)),
                ("commune", models.CharField(blank=True, max_length=5)),
                ("id", models.UUIDField(default=ansinh.delivery.offices.keys.new_key, primary_key=True, serialize=False)),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("intake", "Tiếp nhận, lập danh sách"),
                            ("verify", "Xác minh, đối chiếu"),
                            ("answer", "Trả lời người dân"),
                            ("grievance", "Giải quyết khiếu nại"),
                            ("supervise", "Giám sát"),
                        ],
                        max_length=9,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("officer", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("paper", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="openings", to="cases.paper")),
            ],
            options={
                "indexes": [
                    models.Index(fields=["officer", "-at"], name="paper_opened_by_officer"),
                    models.Index(fields=["province", "-at"], name="paper_opened_by_province"),
                ],
            },
        ),
        migrations.RunSQL(GUARDS, migrations.RunSQL.noop),
    ]
