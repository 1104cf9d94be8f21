"""The inbox: open tasks in the order of their urgency, and what each officer asked hers to show."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import django.db.models.deletion
import django.db.models.functions.comparison
from django.conf import settings
from django.db import migrations, models

from ansinh.policy.load import load_programme, programme_names
from ansinh.policy.programme import HARDEST

if TYPE_CHECKING:
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def order_open_tasks(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:  # noqa: ARG001 - Django passes it
    """Give every open task its place by the hardship its policy's file says."""
    ranks = [(name, policy.id, HARDEST - policy.hardship) for name in programme_names() for policy in load_programme(name).policies]
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT set_config('ansinh.level', 'national', true)")
        cursor.execute(
            """
            UPDATE cases_task t SET behind = r.behind FROM cases_dossier d, unnest(%s::text[], %s::text[], %s::smallint[]) AS r (programme, policy, behind)
            WHERE d.id = t.dossier_id AND d.programme = r.programme AND d.policy = r.policy AND t.done_at IS NULL AND t.behind <> r.behind""",
            [list(column) for column in zip(*ranks, strict=True)],
        )
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class Migration(migrations.Migration):
    """Two columns of a task, the indexes of the queue, a row of wishes an officer."""

    dependencies = [
        ("cases", "0020_retention"),
        ("offices", "0004_absence"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="InboxFilter",
            fields=[
                (
                    "officer",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name="+", serialize=False, to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "when",
                    models.CharField(
                        blank=True, choices=[("", "Tất cả"), ("late", "Quá hạn"), ("today", "Quá hạn và hạn hôm nay"), ("waiting", "Chờ bổ sung")], max_length=7
                    ),
                ),
                ("action", models.CharField(blank=True, max_length=10)),
                ("policy", models.CharField(blank=True, max_length=20)),
                ("keys", models.BooleanField(default=True, help_text="that single letters act; some readers of screens need them off")),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("when__in", ["", "late", "today", "waiting"])), name="inbox_filter_when_known"),
                ],
            },
        ),
        migrations.RemoveIndex(
            model_name="task",
            name="task_open_by_owner",
        ),
        migrations.AddField(
            model_name="task",
            name="behind",
            field=models.SmallIntegerField(db_default=2, default=2, help_text="its place among work due on one day: 0 for those hit hardest"),
        ),
        migrations.AddField(
            model_name="task",
            name="queue_on",
            field=models.GeneratedField(
                db_persist=True,
                expression=django.db.models.functions.comparison.Coalesce("due_on", models.Value(dt.date(9999, 12, 31))),
                output_field=models.DateField(),
            ),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(condition=models.Q(("done_at__isnull", True)), fields=["owner", "queue_on", "behind", "id"], name="task_inbox"),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(condition=models.Q(("done_at__isnull", True)), fields=["due_on", "id"], name="task_open_by_day"),
        ),
        migrations.RunPython(order_open_tasks, migrations.RunPython.noop),
    ]
