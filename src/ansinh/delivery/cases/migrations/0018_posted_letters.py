"""Letters that go by post, behind the wall of their place: what was numbered stands, what was posted or settled is so once."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import ansinh.delivery.offices.keys

GUARDS = """
SELECT ansinh_secure('cases_letterbatch');
SELECT ansinh_secure('cases_postedletter');

CREATE FUNCTION cases_posted_letter_stands() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    may_change text[] := CASE
        WHEN OLD.settled_at IS NOT NULL THEN ARRAY[]::text[]
        WHEN OLD.returned_at IS NOT NULL THEN ARRAY['owner_id', 'settled_at', 'settled_by_id', 'how', 'note']
        ELSE ARRAY['returned_at', 'returned_by_id', 'why', 'owner_id', 'due_on'] END;
BEGIN
    IF (to_jsonb(OLD) - may_change) <> (to_jsonb(NEW) - may_change) THEN
        RAISE EXCEPTION 'letter % stands as it was', OLD.id USING ERRCODE = 'integrity_constraint_violation', HINT = 'what came back and what was done instead is noted once';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER stands BEFORE UPDATE ON cases_postedletter FOR EACH ROW EXECUTE FUNCTION cases_posted_letter_stands();
CREATE TRIGGER stands_kept BEFORE DELETE ON cases_postedletter FOR EACH ROW EXECUTE FUNCTION ansinh_refuse();

CREATE FUNCTION cases_letter_batch_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.posted_at IS NOT NULL OR (to_jsonb(OLD) - ARRAY['posted_at', 'posted_by_id']) <> (to_jsonb(NEW) - ARRAY['posted_at', 'posted_by_id']) THEN
        RAISE EXCEPTION 'batch % stands as it was', OLD.id USING ERRCODE = 'integrity_constraint_violation', HINT = 'letters are handed to the post once';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER stands BEFORE UPDATE ON cases_letterbatch FOR EACH ROW EXECUTE FUNCTION cases_letter_batch_stands();
CREATE TRIGGER stands_kept BEFORE DELETE ON cases_letterbatch FOR EACH ROW EXECUTE FUNCTION ansinh_refuse();
"""


class Migration(migrations.Migration):
    """Two tables, walled and guarded."""

    dependencies = [
        ("cases", "0017_by_itself"),
        ("notices", "0004_waiting_letters"),
        ("offices", "0004_absence"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="LetterBatch",
            fields=[
                ("province", models.CharField(max_length=2)),
                ("district", models.CharField(blank=True, max_length=3)),
                ("commune", models.CharField(blank=True, max_length=5)),
                ("id", models.UUIDField(default=ansinh.delivery.offices.keys.new_key, primary_key=True, serialize=False)),
                ("letters", models.PositiveSmallIntegerField()),
                ("printed_at", models.DateTimeField()),
                ("posted_at", models.DateTimeField(help_text="when the post took it", null=True)),
                ("file", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.storedfile")),
                ("office", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="offices.office")),
                (
                    "posted_by",
                    models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                ("printed_by", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("posted_at__isnull", True), ("posted_by__isnull", True)),
                            models.Q(("posted_at__isnull", False), ("posted_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="letter_batch_posted_whole",
                    ),
                ],
                "indexes": [
                    models.Index(fields=["office", "-id"], name="letter_batch_by_office"),
                ],
            },
        ),
        migrations.CreateModel(
            name="PostedLetter",
            fields=[
                ("province", models.CharField(max_length=2)),
                ("district", models.CharField(blank=True, max_length=3)),
                ("commune", models.CharField(blank=True, max_length=5)),
                ("id", models.UUIDField(default=ansinh.delivery.offices.keys.new_key, primary_key=True, serialize=False)),
                ("year", models.PositiveSmallIntegerField()),
                ("counted", models.IntegerField(help_text="its number among the letters of the office and year, those of refusal included")),
                ("returned_at", models.DateTimeField(null=True)),
                (
                    "why",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("no_address", "Địa chỉ không có hoặc thiếu"),
                            ("unknown", "Không có người này ở địa chỉ đó"),
                            ("moved", "Đã chuyển đi nơi khác"),
                            ("absent", "Vắng nhà nhiều lần, không đến nhận"),
                            ("declined", "Từ chối nhận"),
                            ("died", "Người nhận đã chết"),
                            ("unreachable", "Bưu tá không vào được (phong tỏa, thiên tai)"),
                        ],
                        max_length=11,
                    ),
                ),
                ("due_on", models.DateField(null=True)),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "how",
                    models.CharField(
                        blank=True,
                        choices=[("again", "Gửi lại đến địa chỉ khác"), ("by_hand", "Đã giao hoặc báo tận nơi"), ("in_vain", "Không tìm được người nhận")],
                        max_length=7,
                    ),
                ),
                ("note", models.CharField(blank=True, help_text="what was done, in words", max_length=200)),
                ("batch", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="of", to="cases.letterbatch")),
                ("notice", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="letters", to="notices.notice")),
                ("office", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="offices.office")),
                (
                    "owner",
                    models.ForeignKey(
                        db_index=False,
                        help_text="who must find another way",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "returned_by",
                    models.ForeignKey(
                        db_index=False,
                        help_text="who noted that it came back",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(condition=models.Q(("how", "again"), _negated=True), fields=("notice",), name="posted_letter_once"),
                    models.UniqueConstraint(fields=("office", "year", "counted"), name="posted_letter_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("due_on__isnull", True), ("owner__isnull", True), ("returned_at__isnull", True), ("returned_by__isnull", True), ("why", "")
                            ),
                            models.Q(
                                ("due_on__isnull", False),
                                ("owner__isnull", False),
                                ("returned_at__isnull", False),
                                ("returned_by__isnull", False),
                                models.Q(("why", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="posted_letter_returned_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("how", ""), ("note", ""), ("settled_at__isnull", True), ("settled_by__isnull", True)),
                            models.Q(
                                ("returned_at__isnull", False),
                                ("settled_at__isnull", False),
                                ("settled_by__isnull", False),
                                models.Q(("how", ""), _negated=True),
                                models.Q(("note", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="posted_letter_settled_whole",
                    ),
                ],
                "indexes": [
                    models.Index(
                        condition=models.Q(("returned_at__isnull", False), ("settled_at__isnull", True)),
                        fields=["owner", "due_on"],
                        name="posted_letter_waiting",
                    ),
                    models.Index(fields=["office", "-id"], name="posted_letter_by_office"),
                ],
            },
        ),
        migrations.RunSQL(GUARDS, migrations.RunSQL.noop),
    ]
