"""Providers and their state, handovers, whom nothing reaches; more columns of a notice."""

from __future__ import annotations

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import ansinh.delivery.offices.keys


class Migration(migrations.Migration):
    """Tables, columns, indexes."""

    dependencies = [
        ("notices", "0004_waiting_letters"),
        ("offices", "0004_absence"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Handover",
            fields=[
                ("province", models.CharField(max_length=2)),
                ("district", models.CharField(blank=True, max_length=3)),
                ("commune", models.CharField(blank=True, max_length=5)),
                ("id", models.UUIDField(default=ansinh.delivery.offices.keys.new_key, primary_key=True, serialize=False)),
                ("provider", models.CharField(max_length=40)),
                ("reference", models.CharField(max_length=120)),
                ("at", models.DateTimeField()),
                ("notice", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="handovers", to="notices.notice")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("provider", "reference", "notice"), name="handover_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProviderState",
            fields=[
                ("name", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("tokens", models.FloatField(default=0, help_text="messages it may be given at once")),
                ("filled_at", models.DateTimeField(help_text="when the tokens were reckoned last")),
                ("failures", models.PositiveIntegerField(default=0, help_text="failures in a row")),
                ("opened", models.PositiveSmallIntegerField(default=0, help_text="how often in a row it was found out of order")),
                ("open_until", models.DateTimeField(help_text="nothing is given to it before", null=True)),
                ("last_fault", models.CharField(blank=True, max_length=200)),
                ("failed_at", models.DateTimeField(null=True)),
                ("worked_at", models.DateTimeField(null=True)),
                ("cursor", models.CharField(blank=True, help_text="up to where its receipts were read", max_length=200)),
                ("held_since", models.DateTimeField(help_text="since when that place waits for a message that is not known yet", null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Undelivered",
            fields=[
                ("province", models.CharField(max_length=2)),
                ("district", models.CharField(blank=True, max_length=3)),
                ("commune", models.CharField(blank=True, max_length=5)),
                ("id", models.UUIDField(default=ansinh.delivery.offices.keys.new_key, primary_key=True, serialize=False)),
                ("opened_at", models.DateTimeField()),
                ("due_on", models.DateField()),
                ("permanent", models.BooleanField(help_text="nobody receives at that address: nothing more goes there")),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[("told", "Đã báo trực tiếp"), ("reachable", "Số đã dùng lại được"), ("nowhere", "Không tìm được người nhận")],
                        max_length=9,
                    ),
                ),
                ("notice", models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name="undelivered", to="notices.notice")),
                ("office", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="offices.office")),
                ("owner", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="undelivered", to=settings.AUTH_USER_MODEL)),
                ("settled_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", ""), ("settled_at__isnull", True), ("settled_by__isnull", True)),
                            models.Q(("settled_at__isnull", False), ("settled_by__isnull", False), models.Q(("outcome", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="undelivered_settled_whole",
                    ),
                ],
                "indexes": [
                    models.Index(condition=models.Q(("settled_at__isnull", True)), fields=["owner", "due_on", "id"], name="undelivered_by_owner"),
                    models.Index(condition=models.Q(("settled_at__isnull", True)), fields=["province", "due_on", "id"], name="undelivered_by_place"),
                ],
            },
        ),
        migrations.RemoveConstraint(
            model_name="notice",
            name="sms_has_a_number",
        ),
        migrations.RemoveConstraint(
            model_name="notice",
            name="sent_has_a_time",
        ),
        migrations.AddField(
            model_name="notice",
            name="attempts",
            field=models.PositiveSmallIntegerField(db_default=0, help_text="rounds through all providers that failed"),
        ),
        migrations.AddField(
            model_name="notice",
            name="ended_at",
            field=models.DateTimeField(help_text="when it arrived or was found undeliverable", null=True),
        ),
        migrations.AddField(
            model_name="notice",
            name="fault",
            field=models.CharField(blank=True, db_default=models.Value(""), max_length=200),
        ),
        migrations.AddField(
            model_name="notice",
            name="lane",
            field=models.CharField(choices=[("single", "Tin riêng"), ("bulk", "Tin hàng loạt")], db_default="single", max_length=6),
        ),
        migrations.AddField(
            model_name="notice",
            name="next_at",
            field=models.DateTimeField(help_text="not before; while it is being sent, when that is given up as lost; empty: at once", null=True),
        ),
        migrations.AddField(
            model_name="notice",
            name="parts",
            field=models.PositiveSmallIntegerField(help_text="how many parts of a text message were handed over", null=True),
        ),
        migrations.AddField(
            model_name="notice",
            name="passed",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=40), db_default=[], help_text="providers that failed in this round", size=None
            ),
        ),
        migrations.AddField(
            model_name="notice",
            name="provider",
            field=models.CharField(blank=True, db_default=models.Value(""), help_text="who has it, or had it last", max_length=40),
        ),
        migrations.AddField(
            model_name="notice",
            name="unsure_since",
            field=models.DateTimeField(help_text="since when that provider may have it: only it is asked again", null=True),
        ),
        migrations.AlterField(
            model_name="notice",
            name="channel",
            field=models.CharField(choices=[("sms", "Tin nhắn"), ("zalo", "Zalo"), ("email", "Thư điện tử"), ("letter", "Thư giấy")], max_length=6),
        ),
        migrations.AlterField(
            model_name="notice",
            name="state",
            field=models.CharField(
                choices=[
                    ("queued", "Chờ gửi"),
                    ("sent", "Đã gửi"),
                    ("delivered", "Đã đến máy"),
                    ("failed", "Không gửi được"),
                    ("bounced", "Không có người nhận"),
                ],
                default="queued",
                max_length=9,
            ),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(
                models.F("lane"),
                models.F("channel"),
                models.OrderBy(models.F("next_at"), nulls_first=True),
                models.F("id"),
                condition=models.Q(("state", "queued")),
                name="notice_due",
            ),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(condition=models.Q(("state", "bounced")), fields=["address"], name="notice_unreachable"),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(condition=models.Q(("state", "queued")), fields=["address"], name="notice_waiting_at"),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(condition=models.Q(("state__in", ["failed", "bounced"])), fields=["ended_at", "id"], name="notice_ended_badly"),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(("channel", "letter"), models.Q(("address", ""), _negated=True), _connector="OR"), name="message_has_an_address"
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("state__in", ["sent", "delivered"]), _negated=True), ("sent_at__isnull", False), _connector="OR"),
                name="sent_has_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(("unsure_since__isnull", True), models.Q(("provider", ""), _negated=True), _connector="OR"), name="unsure_of_somebody"
            ),
        ),
    ]
