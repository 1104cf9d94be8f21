"""Filings and their people."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import ansinh.delivery.offices.keys


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("cases", "0009_channel_and_filings"),
        ("offices", "0004_absence"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Filing",
            fields=[
                ("province", models.CharField(max_length=2)),
                ("district", models.CharField(blank=True, max_length=3)),
                ("commune", models.CharField(blank=True, max_length=5)),
                ("id", models.UUIDField(default=ansinh.delivery.offices.keys.new_key, primary_key=True, serialize=False)),
                ("code", models.CharField(help_text="what the filer keeps; who holds it may ask and withdraw", max_length=14, unique=True)),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("web", "Trên mạng"),
                            ("employer", "Người sử dụng lao động"),
                            ("post", "Qua bưu điện"),
                            ("counter", "Tại quầy"),
                            ("api", "Hệ thống khác"),
                            ("register", "Từ dữ liệu nhà nước"),
                        ],
                        max_length=8,
                    ),
                ),
                ("programme", models.CharField(max_length=20)),
                ("policy", models.CharField(max_length=20)),
                ("home", models.CharField(help_text="code of the place it was filed for, which may lie within the office's", max_length=5)),
                (
                    "filer_kind",
                    models.CharField(
                        choices=[
                            ("self", "Chính người đề nghị"),
                            ("another", "Người nộp thay"),
                            ("employer", "Người sử dụng lao động"),
                            ("facility", "Cơ sở, đơn vị"),
                            ("system", "Hệ thống"),
                        ],
                        max_length=8,
                    ),
                ),
                ("filer_name", models.CharField(max_length=160)),
                ("filer_phone", models.CharField(blank=True, max_length=15)),
                ("filer_relation", models.CharField(blank=True, help_text="of who files for another to that person", max_length=100)),
                ("filer_reference", models.CharField(blank=True, help_text="tax code of an employer, name of a system", max_length=60)),
                (
                    "content_sha256",
                    models.CharField(help_text="of what was filed, by whom and for which policy and place: the same again is the same filing", max_length=64),
                ),
                ("row_count", models.IntegerField()),
                ("filed_at", models.DateTimeField()),
                ("filed_on", models.DateField()),
                ("last_filing_on", models.DateField(help_text="the law's last day for filing that held; empty where the law names none", null=True)),
                ("due_on", models.DateField()),
                ("cite", models.CharField(help_text="the article the due day rests on", max_length=100)),
                (
                    "state",
                    models.CharField(
                        choices=[("filed", "Chờ tiếp nhận"), ("taken", "Đã tiếp nhận"), ("withdrawn", "Đã rút"), ("refused", "Không tiếp nhận")],
                        default="filed",
                        max_length=9,
                    ),
                ),
                ("ended_at", models.DateTimeField(help_text="when it was taken, withdrawn or refused", null=True)),
                ("reason", models.CharField(blank=True, help_text="why it was refused, as the filer reads it", max_length=500)),
                ("ended_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("file", models.ForeignKey(help_text="exactly what was filed", on_delete=django.db.models.deletion.PROTECT, to="cases.storedfile")),
                (
                    "filed_by",
                    models.ForeignKey(
                        help_text="who wrote it down or signed in for it; empty on the web",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("office", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="offices.office")),
                ("owner", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="filings", to=settings.AUTH_USER_MODEL)),
                ("upload", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="filings", to="cases.upload")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(condition=models.Q(("state__in", ["filed", "taken"])), fields=("content_sha256",), name="filing_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", True), ("ended_by__isnull", True), ("reason", ""), ("state", "filed"), ("upload__isnull", True)),
                            models.Q(("ended_at__isnull", False), ("ended_by__isnull", False), ("reason", ""), ("state", "taken"), ("upload__isnull", False)),
                            models.Q(("ended_at__isnull", False), ("state", "withdrawn"), ("upload__isnull", True)),
                            models.Q(
                                ("ended_at__isnull", False),
                                ("ended_by__isnull", False),
                                ("state", "refused"),
                                ("upload__isnull", True),
                                models.Q(("reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="filing_state_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("filer_kind", "another"), _negated=True), models.Q(("filer_relation", ""), _negated=True), _connector="OR"
                        ),
                        name="filer_for_another_says_how",
                    ),
                    models.CheckConstraint(condition=models.Q(("filer_name", ""), _negated=True), name="filer_is_named"),
                    models.CheckConstraint(condition=models.Q(("due_on__gt", models.F("filed_on"))), name="filing_due_after_arrival"),
                    models.CheckConstraint(
                        condition=models.Q(("last_filing_on__isnull", True), ("filed_on__lte", models.F("last_filing_on")), _connector="OR"),
                        name="filing_in_time",
                    ),
                    models.CheckConstraint(condition=models.Q(("row_count__gt", 0)), name="filing_holds_people"),
                    models.CheckConstraint(
                        condition=models.Q(models.Q(("channel__in", ["counter", "post"]), _negated=True), ("filed_by__isnull", False), _connector="OR"),
                        name="filing_written_by",
                    ),
                ],
                "indexes": [
                    models.Index(condition=models.Q(("state", "filed")), fields=["office", "due_on", "id"], name="filing_waiting_by_office"),
                    models.Index(condition=models.Q(("state", "filed")), fields=["owner", "due_on"], name="filing_waiting_by_owner"),
                    models.Index(fields=["office", "-id"], name="filing_by_office"),
                ],
            },
        ),
        migrations.CreateModel(
            name="FilingRow",
            fields=[
                ("province", models.CharField(max_length=2)),
                ("district", models.CharField(blank=True, max_length=3)),
                ("commune", models.CharField(blank=True, max_length=5)),
                ("id", models.UUIDField(default=ansinh.delivery.offices.keys.new_key, primary_key=True, serialize=False)),
                ("order", models.IntegerField(help_text="its place in the filing, from 1")),
                ("data", models.JSONField()),
                ("told_at", models.DateTimeField(help_text="when the person was told that this was filed for her; empty where she filed herself", null=True)),
                ("filing", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="rows", to="intake.filing")),
                (
                    "row",
                    models.OneToOneField(
                        help_text="the row of the list it was taken into",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="filed",
                        to="cases.uploadrow",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("filing", "order"), name="filing_row_once"),
                    models.CheckConstraint(condition=models.Q(("order__gt", 0)), name="filing_row_from_one"),
                ],
            },
        ),
    ]
