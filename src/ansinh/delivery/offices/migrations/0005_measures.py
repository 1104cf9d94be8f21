"""Measures of places and groups of provinces; what was entered stands, and is corrected by a later entry."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import ansinh.delivery.offices.keys


class Migration(migrations.Migration):
    """Two tables to which is only added."""

    dependencies = [
        ("offices", "0004_absence"),
    ]

    operations = [
        migrations.CreateModel(
            name="GroupSet",
            fields=[
                ("id", models.UUIDField(default=ansinh.delivery.offices.keys.new_key, primary_key=True, serialize=False)),
                ("province", models.CharField(max_length=2)),
                ("group", models.CharField(blank=True, choices=[("a", "A"), ("b", "B"), ("c", "C")], max_length=1)),
                ("begins", models.DateField()),
                ("reason", models.CharField(max_length=200)),
                ("entered_at", models.DateTimeField()),
                ("entered_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "indexes": [models.Index(fields=["province", "-begins", "-entered_at"], name="group_set_by_province")],
                "constraints": [models.CheckConstraint(condition=models.Q(("reason", ""), _negated=True), name="group_set_says_why")],
            },
        ),
        migrations.CreateModel(
            name="Measure",
            fields=[
                ("id", models.UUIDField(default=ansinh.delivery.offices.keys.new_key, primary_key=True, serialize=False)),
                ("province", models.CharField(max_length=2)),
                ("district", models.CharField(blank=True, max_length=3)),
                ("commune", models.CharField(blank=True, max_length=5)),
                (
                    "directive",
                    models.CharField(choices=[("lifted", "Bãi bỏ giãn cách"), ("19", "Chỉ thị 19"), ("15", "Chỉ thị 15"), ("16", "Chỉ thị 16")], max_length=6),
                ),
                ("begins", models.DateField(help_text="the first day it holds")),
                ("document", models.CharField(help_text="number and day of the act", max_length=120)),
                ("entered_at", models.DateTimeField()),
                ("entered_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("office", models.ForeignKey(help_text="who entered it", on_delete=django.db.models.deletion.PROTECT, related_name="+", to="offices.office")),
            ],
            options={
                "indexes": [models.Index(fields=["province", "district", "commune", "-begins", "-entered_at"], name="measure_by_place")],
                "constraints": [models.CheckConstraint(condition=models.Q(("document", ""), _negated=True), name="measure_has_a_document")],
            },
        ),
        migrations.RunSQL("SELECT ansinh_only_add('offices_measure'); SELECT ansinh_only_add('offices_groupset');", migrations.RunSQL.noop),
    ]
