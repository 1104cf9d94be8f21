"""What passes between us and other systems: filings, searches, subscriptions, messages."""

from __future__ import annotations

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import ansinh.delivery.offices.keys


class Migration(migrations.Migration):
    """Four tables."""

    dependencies = [
        ("intake", "0002_guards"),
        ("systems", "0002_guards"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Subscription",
            fields=[
                ("id", models.UUIDField(default=ansinh.delivery.offices.keys.new_key, primary_key=True, serialize=False)),
                ("url", models.CharField(max_length=500)),
                (
                    "occasions",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("filing.state", "Hồ sơ nộp được tiếp nhận, từ chối, rút"),
                                ("dossier.moved", "Hồ sơ sang bước khác"),
                                ("dossier.decided", "Đã có quyết định"),
                                ("filing.paid", "Đã chi trả, hoặc chi trả không thành"),
                                ("registry.on-search", "Kết quả tra cứu"),
                            ],
                            max_length=20,
                        ),
                        size=None,
                    ),
                ),
                ("turn", models.PositiveSmallIntegerField(default=1, help_text="which secret it is")),
                ("made_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("client", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="subscriptions", to="systems.apiclient")),
                ("ended_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("made_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(condition=models.Q(("ended_at__isnull", True)), fields=("client", "url"), name="subscription_once"),
                    models.CheckConstraint(condition=models.Q(("occasions", []), _negated=True), name="subscription_tells_something"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", True), ("ended_by__isnull", True)),
                            models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="subscription_ended_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SystemSearch",
            fields=[
                ("province", models.CharField(max_length=2)),
                ("district", models.CharField(blank=True, max_length=3)),
                ("commune", models.CharField(blank=True, max_length=5)),
                ("id", models.UUIDField(default=ansinh.delivery.offices.keys.new_key, primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("message_id", models.CharField(max_length=99)),
                (
                    "purposes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=200), help_text="code and words, as the system gave them, one a request", size=None
                    ),
                ),
                ("request", models.JSONField(help_text="the message as it came")),
                ("later", models.BooleanField(help_text="answered by a call to the system, not at once")),
                (
                    "people",
                    django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, help_text="who was answered with", size=None),
                ),
                ("client", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="searches", to="systems.apiclient")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(condition=models.Q(("later", True)), fields=("client", "message_id"), name="search_once_a_message"),
                ],
                "indexes": [
                    models.Index(fields=["client", "-at"], name="search_by_client"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Webhook",
            fields=[
                ("province", models.CharField(max_length=2)),
                ("district", models.CharField(blank=True, max_length=3)),
                ("commune", models.CharField(blank=True, max_length=5)),
                ("id", models.UUIDField(default=ansinh.delivery.offices.keys.new_key, primary_key=True, serialize=False)),
                (
                    "occasion",
                    models.CharField(
                        choices=[
                            ("filing.state", "Hồ sơ nộp được tiếp nhận, từ chối, rút"),
                            ("dossier.moved", "Hồ sơ sang bước khác"),
                            ("dossier.decided", "Đã có quyết định"),
                            ("filing.paid", "Đã chi trả, hoặc chi trả không thành"),
                            ("registry.on-search", "Kết quả tra cứu"),
                        ],
                        max_length=20,
                    ),
                ),
                ("told_state", models.CharField(blank=True, help_text="where the filing came to; with its code all that is told", max_length=20)),
                ("made_at", models.DateTimeField()),
                ("state", models.CharField(choices=[("queued", "Chờ gửi"), ("sent", "Đã nhận"), ("dead", "Không gửi được")], default="queued", max_length=6)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("next_at", models.DateTimeField(help_text="not before; while it is being sent, when it is given up as lost")),
                ("last_status", models.PositiveSmallIntegerField(help_text="what the system answered last", null=True)),
                ("last_fault", models.CharField(blank=True, max_length=200)),
                ("ended_at", models.DateTimeField(null=True)),
                ("filing", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="intake.filing")),
                ("search", models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="answer", to="systems.systemsearch")),
                (
                    "subscription",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="webhooks", to="systems.subscription"),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("filing__isnull", True), ("occasion", "registry.on-search"), ("search__isnull", False), ("told_state", "")),
                            models.Q(
                                models.Q(("occasion", "registry.on-search"), _negated=True),
                                ("filing__isnull", False),
                                ("search__isnull", True),
                                models.Q(("told_state", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="webhook_speaks_of_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", True), ("state", "queued")),
                            models.Q(models.Q(("state", "queued"), _negated=True), ("ended_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="webhook_ended_whole",
                    ),
                ],
                "indexes": [
                    models.Index(condition=models.Q(("state", "queued")), fields=["next_at"], name="webhook_due"),
                    models.Index(condition=models.Q(("state", "dead")), fields=["-ended_at", "id"], name="webhook_dead"),
                    models.Index(fields=["subscription", "-id"], name="webhook_by_subscription"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ClientFiling",
            fields=[
                ("province", models.CharField(max_length=2)),
                ("district", models.CharField(blank=True, max_length=3)),
                ("commune", models.CharField(blank=True, max_length=5)),
                ("id", models.UUIDField(default=ansinh.delivery.offices.keys.new_key, primary_key=True, serialize=False)),
                ("reference", models.CharField(blank=True, help_text="the system's own number", max_length=60)),
                ("filed_at", models.DateTimeField()),
                ("client", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="filings", to="systems.apiclient")),
                ("filing", models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name="by_client", to="intake.filing")),
            ],
            options={
                "indexes": [models.Index(fields=["client", "id"], name="client_filing_by_client")],
            },
        ),
    ]
