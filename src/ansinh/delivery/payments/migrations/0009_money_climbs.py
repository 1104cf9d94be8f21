"""Money that is late to come back, or to be given back, climbs the ladder of the steps."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import ansinh.delivery.offices.keys

RUNGS = [
    ("aim", "Nhắc theo ngày Bộ yêu cầu"),
    ("reminder", "Nhắc người giữ việc"),
    ("chief", "Người đứng đầu đơn vị"),
    ("province", "Cấp tỉnh"),
    ("ministry", "Bộ"),
]

GUARDS = """
SELECT ansinh_secure('payments_recoveryescalation'), ansinh_only_add('payments_recoveryescalation');
SELECT ansinh_secure('payments_refundescalation'), ansinh_only_add('payments_refundescalation');
"""


class Migration(migrations.Migration):
    """Two tables, walled and only added to; an index of what is open in a province."""

    dependencies = [
        ("cases", "0040_notes_for_whom"),
        ("offices", "0008_one_time_passwords"),
        ("payments", "0008_refunds"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="RecoveryEscalation",
            fields=[
                ("province", models.CharField(max_length=2)),
                ("district", models.CharField(blank=True, max_length=3)),
                ("commune", models.CharField(blank=True, max_length=5)),
                ("id", models.UUIDField(default=ansinh.delivery.offices.keys.new_key, primary_key=True, serialize=False)),
                ("rung", models.CharField(choices=RUNGS, max_length=8)),
                ("made_at", models.DateTimeField()),
                (
                    "recovery",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="escalations", to="payments.recovery"),
                ),
                (
                    "told",
                    models.ForeignKey(
                        help_text="empty where nobody but its owner heads the office",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("recovery", "rung"), name="recovery_escalation_once")],
                "indexes": [models.Index(fields=["told", "-made_at"], name="recovery_escalation_by_told")],
            },
        ),
        migrations.CreateModel(
            name="RefundEscalation",
            fields=[
                ("province", models.CharField(max_length=2)),
                ("district", models.CharField(blank=True, max_length=3)),
                ("commune", models.CharField(blank=True, max_length=5)),
                ("id", models.UUIDField(default=ansinh.delivery.offices.keys.new_key, primary_key=True, serialize=False)),
                ("rung", models.CharField(choices=RUNGS, max_length=8)),
                ("made_at", models.DateTimeField()),
                (
                    "refund",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="escalations", to="payments.refund"),
                ),
                (
                    "told",
                    models.ForeignKey(
                        help_text="empty where nobody but its owner heads the office",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("refund", "rung"), name="refund_escalation_once")],
                "indexes": [models.Index(fields=["told", "-made_at"], name="refund_escalation_by_told")],
            },
        ),
        migrations.AddIndex(
            model_name="recovery",
            index=models.Index(condition=models.Q(("outcome", "")), fields=["province", "due_on"], name="recovery_open_by_province"),
        ),
        migrations.RunSQL(GUARDS, migrations.RunSQL.noop),
    ]
