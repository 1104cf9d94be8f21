"""The order of work: a tier of the province's group, the ministry's day, and the indexes of a queue that follows both."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import migrations, models
from django.db.models.functions import Least

import ansinh.delivery.offices.keys


class Migration(migrations.Migration):
    """Two columns of a task, two that follow from them, one row a province.

    Tasks that are open stay in tier 0 until the job that keeps the order runs: it finds every province without a row.
    """

    dependencies = [
        ("cases", "0026_revisions"),
        ("offices", "0005_measures"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Pace",
            fields=[
                ("province", models.CharField(max_length=2)),
                ("district", models.CharField(blank=True, max_length=3)),
                ("commune", models.CharField(blank=True, max_length=5)),
                ("id", models.UUIDField(default=ansinh.delivery.offices.keys.new_key, primary_key=True, serialize=False)),
                ("programme", models.CharField(max_length=20)),
                ("group", models.CharField(max_length=1)),
                ("plan_on", models.DateField(help_text="from when the ministry's days are counted", null=True)),
                ("set_at", models.DateTimeField(help_text="when the order last became another")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("province", "programme"), name="pace_once"),
                    models.CheckConstraint(condition=models.Q(("group__in", ["a", "b", "c"])), name="pace_group_known"),
                ],
            },
        ),
        migrations.RunSQL("SELECT ansinh_secure('cases_pace')", migrations.RunSQL.noop),
        migrations.RemoveIndex(model_name="task", name="task_inbox"),
        migrations.RemoveIndex(model_name="task", name="task_open_by_day"),
        migrations.AddField(
            model_name="task",
            name="tier",
            field=models.SmallIntegerField(db_default=0, default=0, help_text="the place of its policy in the order of its province's group, 0 first"),
        ),
        migrations.AddField(
            model_name="task",
            name="aim_on",
            field=models.DateField(help_text="the ministry's day for its province's group; it never moves the law's day", null=True),
        ),
        migrations.RemoveField(model_name="task", name="queue_on"),
        migrations.AddField(
            model_name="task",
            name="queue_on",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Case(
                    models.When(due_on=None, then=models.Value(dt.date(9999, 12, 31))), default=Least("due_on", "aim_on"), output_field=models.DateField()
                ),
                output_field=models.DateField(),
            ),
        ),
        migrations.AddField(
            model_name="task",
            name="turn",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Case(models.When(due_on=None, then=100), default="tier", output_field=models.SmallIntegerField()),
                output_field=models.SmallIntegerField(),
            ),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(condition=models.Q(("done_at__isnull", True)), fields=["owner", "queue_on", "turn", "behind", "id"], name="task_inbox_pressing"),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(condition=models.Q(("done_at__isnull", True)), fields=["owner", "turn", "queue_on", "behind", "id"], name="task_inbox"),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(condition=models.Q(("done_at__isnull", True)), fields=["queue_on", "id"], name="task_open_by_day"),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(condition=models.Q(("aim_on__gte", models.F("received_on"))), name="task_aim_after_arrival"),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(condition=models.Q(("tier__gte", 0), ("tier__lt", 100)), name="task_tier_known"),
        ),
        migrations.AlterField(
            model_name="escalation",
            name="rung",
            field=models.CharField(
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
    ]
