"""Proposals of later decisions climb the ladder of the steps."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import ansinh.delivery.offices.keys


class Migration(migrations.Migration):
    """One table, walled and only added to; an index of what waits."""

    dependencies = [
        ("cases", "0038_asked_whether_withdrawn"),
        ("offices", "0007_signing_limits"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="RevisionEscalation",
            fields=[
                ("province", models.CharField(max_length=2)),
                ("district", models.CharField(blank=True, max_length=3)),
                ("commune", models.CharField(blank=True, max_length=5)),
                ("id", models.UUIDField(default=ansinh.delivery.offices.keys.new_key, primary_key=True, serialize=False)),
                (
                    "rung",
                    models.CharField(
                        choices=[
                            ("aim", "Nhắc theo ngày Bộ yêu cầu"),
                            ("reminder", "Nhắc người giữ việc"),
                            ("chief", "Người đứng đầu đơn vị"),
                            ("province", "Cấp tỉnh"),
                            ("ministry", "Bộ"),
                        ],
                        max_length=8,
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("revision", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="escalations", to="cases.revision")),
                (
                    "told",
                    models.ForeignKey(
                        help_text="empty where nobody but its signer heads the office, which is an alarm of its own",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("revision", "rung"), name="revision_escalation_once"),
                ],
                "indexes": [
                    models.Index(fields=["told", "-made_at"], name="revision_escalation_by_told"),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="revision",
            index=models.Index(condition=models.Q(("state", "proposed")), fields=["province", "due_on"], name="revision_open_by_province"),
        ),
        migrations.RunSQL("SELECT ansinh_secure('cases_revisionescalation'); SELECT ansinh_only_add('cases_revisionescalation');", migrations.RunSQL.noop),
    ]
