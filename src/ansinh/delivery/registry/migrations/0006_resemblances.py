"""Pairs of persons who may be one, each with an owner, and the sweeps that found them."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import ansinh.delivery.offices.keys

GUARDS = """
SELECT ansinh_secure(t) FROM unnest(ARRAY['registry_resemblance', 'registry_sweep']::regclass[]) AS t;
CREATE TRIGGER resemblance_kept BEFORE DELETE ON registry_resemblance FOR EACH ROW EXECUTE FUNCTION ansinh_refuse();
CREATE TRIGGER sweep_kept BEFORE DELETE ON registry_sweep FOR EACH ROW EXECUTE FUNCTION ansinh_refuse();
"""


class Migration(migrations.Migration):
    """The queue of pairs."""

    dependencies = [
        ("registry", "0005_linking"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Resemblance",
            fields=[
                ("province", models.CharField(max_length=2)),
                ("district", models.CharField(blank=True, max_length=3)),
                ("commune", models.CharField(blank=True, max_length=5)),
                ("id", models.UUIDField(default=ansinh.delivery.offices.keys.new_key, primary_key=True, serialize=False)),
                ("likely_permille", models.PositiveSmallIntegerField(help_text="how probably they are one, in thousandths")),
                ("found_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Chờ xem"), ("same", "Cùng một người"), ("different", "Hai người khác nhau")], default="open", max_length=9
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=200)),
                ("decided_at", models.DateTimeField(null=True)),
                ("decided_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                (
                    "link",
                    models.ForeignKey(
                        help_text="what the decision that they are one made",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.identitylink",
                    ),
                ),
                ("one", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="registry.person")),
                ("other", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="registry.person")),
                ("owner", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="resemblances", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "indexes": [models.Index(condition=models.Q(("state", "open")), fields=["owner", "-likely_permille"], name="resemblance_open")],
                "constraints": [
                    models.UniqueConstraint(fields=("one", "other"), name="resemblance_once"),
                    models.CheckConstraint(condition=models.Q(("one__lt", models.F("other"))), name="resemblance_in_order"),
                    models.CheckConstraint(condition=models.Q(("likely_permille__lte", 1000)), name="resemblance_in_thousandths"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at__isnull", True), ("decided_by__isnull", True), ("state", "open")),
                            models.Q(
                                models.Q(("state", "open"), _negated=True),
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                                models.Q(("reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="resemblance_decided_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Sweep",
            fields=[
                ("province", models.CharField(max_length=2)),
                ("district", models.CharField(blank=True, max_length=3)),
                ("commune", models.CharField(blank=True, max_length=5)),
                ("id", models.UUIDField(default=ansinh.delivery.offices.keys.new_key, primary_key=True, serialize=False)),
                ("after", models.DateTimeField(help_text="the look before; empty for the first", null=True)),
                ("at", models.DateTimeField()),
                ("people", models.IntegerField()),
                ("alike", models.IntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[("done", "Đã xem"), ("stopped", "Dừng lại, chờ trả lời"), ("continued", "Làm tiếp"), ("dropped", "Cột sai, bỏ")], max_length=9
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=200)),
                ("answered_at", models.DateTimeField(null=True)),
                ("answered_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("owner", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "indexes": [models.Index(fields=["province", "-at"], name="sweep_by_province")],
                "constraints": [
                    models.UniqueConstraint(fields=("commune", "at"), name="sweep_once"),
                    models.CheckConstraint(condition=models.Q(("alike__gte", 0), ("people__gte", models.F("alike"))), name="sweep_counts_people"),
                    models.CheckConstraint(
                        condition=models.Q(models.Q(("state", "stopped"), _negated=True), ("owner__isnull", False), _connector="OR"),
                        name="sweep_stopped_has_an_owner",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_by__isnull", True), ("state__in", ["done", "stopped"])),
                            models.Q(
                                ("answered_at__isnull", False),
                                ("answered_by__isnull", False),
                                ("state__in", ["continued", "dropped"]),
                                models.Q(("reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="sweep_answered_whole",
                    ),
                ],
            },
        ),
        migrations.RunSQL(GUARDS, migrations.RunSQL.noop),
    ]
