"""Absences with their deputies, and the role of whoever heads an office."""

from __future__ import annotations

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import ansinh.delivery.offices.keys


class Migration(migrations.Migration):
    dependencies = [
        ("offices", "0003_references"),
    ]

    operations = [
        migrations.AlterField(
            model_name="assignment",
            name="role",
            field=models.CharField(
                choices=[
                    ("lister", "Lập danh sách"),
                    ("verifier", "Xác nhận"),
                    ("appraiser", "Thẩm định"),
                    ("approver", "Phê duyệt"),
                    ("payer", "Chi trả"),
                    ("supervisor", "Giám sát"),
                    ("analyst", "Tổng hợp"),
                    ("administrator", "Quản trị"),
                    ("chief", "Người đứng đầu"),
                ],
                max_length=13,
            ),
        ),
        migrations.CreateModel(
            name="Absence",
            fields=[
                ("id", models.UUIDField(default=ansinh.delivery.offices.keys.new_key, primary_key=True, serialize=False)),
                ("away", django.contrib.postgres.fields.ranges.DateTimeRangeField(help_text="from, inclusive; to, exclusive or open")),
                ("basis", models.CharField(help_text="the written act: leave, isolation, delegation", max_length=120)),
                ("recorded_at", models.DateTimeField()),
                ("deputy", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="deputised", to=settings.AUTH_USER_MODEL)),
                ("officer", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="absences", to=settings.AUTH_USER_MODEL)),
                ("recorded_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "indexes": [models.Index(fields=["deputy"], name="absence_by_deputy")],
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(expressions=[("officer", "="), ("away", "&&")], name="absence_no_overlap"),
                    models.CheckConstraint(condition=models.Q(("officer", models.F("deputy")), _negated=True), name="absence_has_another_deputy"),
                    models.CheckConstraint(condition=models.Q(("basis", ""), _negated=True), name="absence_has_a_basis"),
                ],
            },
        ),
    ]
