"""The one table of grievances."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import ansinh.delivery.offices.keys


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("cases", "0008_column_meaning"),
        ("offices", "0004_absence"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Grievance",
            fields=[
                ("province", models.CharField(max_length=2)),
                ("district", models.CharField(blank=True, max_length=3)),
                ("commune", models.CharField(blank=True, max_length=5)),
                ("id", models.UUIDField(default=ansinh.delivery.offices.keys.new_key, primary_key=True, serialize=False)),
                ("number", models.CharField(help_text="province-KN-year-counter", max_length=30, unique=True)),
                ("code", models.CharField(help_text="on the receipt; who holds it may ask and withdraw", max_length=14, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("decision", "Khiếu nại quyết định"),
                            ("delay", "Chậm giải quyết"),
                            ("missing", "Bị bỏ sót"),
                            ("conduct", "Hành vi của cán bộ"),
                            ("objection", "Ý kiến về danh sách niêm yết"),
                        ],
                        max_length=9,
                    ),
                ),
                ("channel", models.CharField(choices=[("web", "Trên mạng"), ("counter", "Tại quầy"), ("hotline", "Qua điện thoại")], max_length=7)),
                ("sensitive", models.BooleanField(help_text="seen by its owner, by who decided it and by supervisors alone")),
                ("policy", models.CharField(blank=True, max_length=20)),
                ("name", models.CharField(blank=True, help_text="of who complains; empty when she does not say", max_length=100)),
                ("phone", models.CharField(blank=True, max_length=15)),
                ("text", models.TextField(max_length=4000)),
                ("filed_at", models.DateTimeField()),
                ("filed_on", models.DateField()),
                (
                    "involved",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(),
                        default=list,
                        help_text="officers who prepared, handled or signed the matter: none of them answers it",
                        size=None,
                    ),
                ),
                ("due_on", models.DateField()),
                ("cite", models.CharField(help_text="the article the due day rests on", max_length=100)),
                (
                    "state",
                    models.CharField(
                        choices=[("filed", "Đang xem xét"), ("upheld", "Chấp nhận"), ("dismissed", "Không chấp nhận"), ("withdrawn", "Đã rút")],
                        default="filed",
                        max_length=9,
                    ),
                ),
                ("ended_at", models.DateTimeField(null=True)),
                ("reason", models.CharField(blank=True, help_text="what was found and why, as the person reads it", max_length=1000)),
                ("remedy", models.CharField(blank=True, choices=[("reopened", "Lập hồ sơ xét lại"), ("ordered", "Giao việc phải làm")], max_length=8)),
                ("carried_out_at", models.DateTimeField(null=True)),
                ("carried_out", models.CharField(blank=True, help_text="what was done, in the words of who was ordered", max_length=500)),
                ("claim", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="grievances", to="cases.claim")),
                ("decided_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("dossier", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="grievances", to="cases.dossier")),
                (
                    "filed_by",
                    models.ForeignKey(
                        help_text="the clerk who wrote it down; empty on the web",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("office", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="offices.office")),
                (
                    "opened",
                    models.OneToOneField(
                        help_text="the dossier opened to put it right",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="opened_for",
                        to="cases.dossier",
                    ),
                ),
                (
                    "ordered_to",
                    models.ForeignKey(
                        help_text="who must do what the decision orders",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("owner", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="grievances", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("state", "filed")), fields=["owner", "due_on"], name="grievance_open_by_owner"),
                    models.Index(fields=["province", "-id"], name="grievance_by_province"),
                    models.Index(fields=["commune", "-id"], name="grievance_by_commune"),
                    models.Index(condition=models.Q(("carried_out_at__isnull", True), ("remedy", "ordered")), fields=["ordered_to"], name="grievance_ordered"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", True), ("state", "filed")),
                            models.Q(models.Q(("state", "filed"), _negated=True), ("ended_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="grievance_ended",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_by__isnull", False), ("state__in", ["upheld", "dismissed"]), models.Q(("reason", ""), _negated=True)),
                            models.Q(("decided_by__isnull", True), ("state__in", ["filed", "withdrawn"])),
                            _connector="OR",
                        ),
                        name="grievance_decided_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(models.Q(("state", "upheld"), _negated=True), ("remedy", "")),
                            models.Q(("state", "upheld"), models.Q(("remedy", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="grievance_upheld_has_a_remedy",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("opened__isnull", False), ("ordered_to__isnull", True), ("remedy", "reopened")),
                            models.Q(("opened__isnull", True), ("ordered_to__isnull", False), ("remedy", "ordered")),
                            models.Q(("opened__isnull", True), ("ordered_to__isnull", True), ("remedy", "")),
                            _connector="OR",
                        ),
                        name="grievance_remedy_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("carried_out", ""), ("carried_out_at__isnull", True)),
                            models.Q(("carried_out_at__isnull", False), ("remedy", "ordered"), models.Q(("carried_out", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="grievance_carried_out_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(models.Q(("kind", "objection"), _negated=True), ("dossier__isnull", False), _connector="OR"),
                        name="objection_has_a_list",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(models.Q(("kind", "conduct"), _negated=True), ("sensitive", True), _connector="OR"), name="conduct_is_sensitive"
                    ),
                    models.CheckConstraint(condition=models.Q(("due_on__gte", models.F("filed_on"))), name="grievance_due_after_filing"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("channel", "web"), ("filed_by__isnull", True)),
                            models.Q(models.Q(("channel", "web"), _negated=True), ("filed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="grievance_written_by",
                    ),
                    models.CheckConstraint(condition=models.Q(("text", ""), _negated=True), name="grievance_says_something"),
                ],
            },
        ),
    ]
