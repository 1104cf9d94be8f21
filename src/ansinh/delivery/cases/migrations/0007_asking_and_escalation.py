"""What a step asked for and when it came; who was told of a step that is late."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import ansinh.delivery.offices.keys


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0006_upload_by_content"),
        ("offices", "0004_absence"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Escalation",
            fields=[
                ("province", models.CharField(max_length=2)),
                ("district", models.CharField(blank=True, max_length=3)),
                ("commune", models.CharField(blank=True, max_length=5)),
                ("id", models.UUIDField(default=ansinh.delivery.offices.keys.new_key, primary_key=True, serialize=False)),
                (
                    "rung",
                    models.CharField(
                        choices=[("reminder", "Nhắc người giữ việc"), ("chief", "Người đứng đầu đơn vị"), ("province", "Cấp tỉnh"), ("ministry", "Bộ")],
                        max_length=8,
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("task", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="escalations", to="cases.task")),
                (
                    "told",
                    models.ForeignKey(
                        help_text="empty where nobody heads the office, which is an alarm of its own",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("task", "rung"), name="escalation_once"),
                ],
                "indexes": [
                    models.Index(fields=["told", "-made_at"], name="escalation_by_told"),
                ],
            },
        ),
        migrations.AddField(
            model_name="task",
            name="answer",
            field=models.CharField(blank=True, max_length=500),
        ),
        migrations.AddField(
            model_name="task",
            name="answered_by",
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name="task",
            name="answered_on",
            field=models.DateField(help_text="when it came; the clock goes on the working day after", null=True),
        ),
        migrations.AddField(
            model_name="task",
            name="asked",
            field=models.CharField(blank=True, help_text="what is missing, word for word as the submitter reads it", max_length=500),
        ),
        migrations.AddField(
            model_name="task",
            name="asked_on",
            field=models.DateField(help_text="when something missing was asked for, once and in writing; the clock stands from that day", null=True),
        ),
        migrations.AlterField(
            model_name="task",
            name="due_on",
            field=models.DateField(help_text="the last day in time; empty while what was asked for is missing and days are left", null=True),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answered_on__isnull", True), ("asked", ""), ("asked_on__isnull", True)),
                    models.Q(("asked_on__gte", models.F("received_on")), ("asked_on__isnull", False), models.Q(("asked", ""), _negated=True)),
                    _connector="OR",
                ),
                name="task_asked_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(
                condition=models.Q(("answered_on__isnull", True), ("answered_on__gte", models.F("asked_on")), _connector="OR"),
                name="task_answered_after_asking",
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("due_on__isnull", False), models.Q(("answered_on__isnull", True), ("asked_on__isnull", False), ("done_at__isnull", True)), _connector="OR"
                ),
                name="task_without_due_day_waits",
            ),
        ),
        migrations.RunSQL("SELECT ansinh_secure('cases_escalation'); SELECT ansinh_only_add('cases_escalation');", migrations.RunSQL.noop),
    ]
