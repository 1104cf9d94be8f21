"""Roles that nobody holds at once: the pairs, and the wall that looks at every assignment and absence over its days."""

from __future__ import annotations

from django.db import migrations, models

import ansinh.delivery.offices.keys
from ansinh.delivery.offices.models import Office, Role

PAIRS = """
INSERT INTO offices_incompatibility (id, role, other, not_in, for_deputies, why_vi, why_en, cite, verified)
SELECT ansinh_key(), least(a COLLATE "C", b COLLATE "C"), greatest(a COLLATE "C", b COLLATE "C"), not_in, deputies, vi, en, cite, false FROM (VALUES
    ('lister', 'approver', '', false, 'ai lập danh sách thì không tự phê duyệt', 'whoever makes a list does not approve it', ''),
    ('verifier', 'approver', '', false, 'ai xác nhận thì không tự phê duyệt', 'whoever verifies does not approve', ''),
    ('appraiser', 'approver', '', false, 'ai thẩm định thì không tự phê duyệt', 'whoever appraises does not approve', ''),
    ('approver', 'payer', '', true, 'người quyết định chi không giữ việc kế toán, thủ quỹ', 'whoever decides a payment keeps neither books nor cash', 'Luật Kế toán 88/2015/QH13, Đ.52'),
    ('chief', 'payer', '', true, 'người quản lý, điều hành không giữ việc kế toán, thủ quỹ', 'whoever heads an office keeps neither its books nor its cash', 'Luật Kế toán 88/2015/QH13, Đ.52'),
    ('supervisor', 'lister', '', true, 'người giám sát không làm việc mình giám sát', 'whoever supervises does not do what is supervised', 'Luật Mặt trận Tổ quốc Việt Nam 75/2015/QH13, Đ.25'),
    ('supervisor', 'verifier', '', true, 'người giám sát không làm việc mình giám sát', 'whoever supervises does not do what is supervised', 'Luật Mặt trận Tổ quốc Việt Nam 75/2015/QH13, Đ.25'),
    ('supervisor', 'appraiser', '', true, 'người giám sát không làm việc mình giám sát', 'whoever supervises does not do what is supervised', 'Luật Mặt trận Tổ quốc Việt Nam 75/2015/QH13, Đ.25'),
    ('supervisor', 'approver', '', true, 'người giám sát không làm việc mình giám sát', 'whoever supervises does not do what is supervised', 'Luật Mặt trận Tổ quốc Việt Nam 75/2015/QH13, Đ.25'),
    ('supervisor', 'payer', '', true, 'người giám sát không làm việc mình giám sát', 'whoever supervises does not do what is supervised', 'Luật Mặt trận Tổ quốc Việt Nam 75/2015/QH13, Đ.25'),
    ('supervisor', 'chief', 'fatherland_front', true, 'người đứng đầu cơ quan giải quyết không tự giám sát', 'whoever heads the deciding office does not supervise it', 'Luật Mặt trận Tổ quốc Việt Nam 75/2015/QH13, Đ.25'),
    ('administrator', 'verifier', '', true, 'người cấp quyền không tự làm việc cần quyền đó', 'whoever gives rights does not use them', ''),
    ('administrator', 'appraiser', '', true, 'người cấp quyền không tự làm việc cần quyền đó', 'whoever gives rights does not use them', ''),
    ('administrator', 'approver', '', true, 'người cấp quyền không tự làm việc cần quyền đó', 'whoever gives rights does not use them', ''),
    ('administrator', 'payer', '', true, 'người cấp quyền không tự làm việc cần quyền đó', 'whoever gives rights does not use them', '')
) AS t (a, b, not_in, deputies, vi, en, cite);
SELECT ansinh_only_add('offices_incompatibility');
"""

WALL = """
CREATE FUNCTION offices_days(away tstzrange) RETURNS daterange LANGUAGE sql IMMUTABLE AS $$
    -- every day of the country that a span touches
    SELECT CASE WHEN isempty(away) THEN 'empty'::daterange ELSE daterange((lower(away) AT TIME ZONE 'Asia/Ho_Chi_Minh')::date,
        ((upper(away) - interval '1 microsecond') AT TIME ZONE 'Asia/Ho_Chi_Minh')::date, '[]') END
$$;

CREATE FUNCTION offices_acts_as(of_officer uuid)
RETURNS TABLE (id uuid, held_by uuid, role text, policy text, held daterange, basis text, kind text, stands_in boolean) LANGUAGE sql STABLE AS $$
    SELECT g.id, g.officer_id, g.role::text, g.policy::text, g.held, g.basis::text, f.kind::text, false
    FROM offices_assignment g JOIN offices_office f ON f.id = g.office_id WHERE g.officer_id = of_officer
    UNION ALL
    SELECT g.id, g.officer_id, g.role::text, g.policy::text, g.held * offices_days(b.away), g.basis::text, f.kind::text, true
    FROM offices_absence b JOIN offices_assignment g ON g.officer_id = b.officer_id AND g.held && offices_days(b.away)
    JOIN offices_office f ON f.id = g.office_id WHERE b.deputy_id = of_officer
$$;

CREATE FUNCTION offices_clashes_with(of_officer uuid, of_role text, of_policy text, of_held daterange, but uuid, asked_stands_in boolean)
RETURNS TABLE (who uuid, held_by uuid, asked text, held text, policy text, since date, until date, basis text, rule uuid) LANGUAGE sql STABLE AS $$
    SELECT of_officer, x.held_by, of_role, x.role, x.policy, lower(x.held), upper(x.held), x.basis, i.id
    FROM offices_acts_as(of_officer) x JOIN offices_incompatibility i ON (i.role, i.other) IN ((of_role, x.role), (x.role, of_role))
    WHERE x.id <> but AND x.held && of_held AND (x.policy = of_policy OR '' IN (x.policy, of_policy)) AND i.not_in <> x.kind
        AND (i.for_deputies OR NOT (asked_stands_in OR x.stands_in))
$$;

CREATE FUNCTION offices_clashes(of_officer uuid, of_role text, of_policy text, of_held daterange, but uuid)
RETURNS TABLE (who uuid, held_by uuid, asked text, held text, policy text, since date, until date, basis text, rule uuid) LANGUAGE sql STABLE AS $$
    SELECT c.* FROM offices_clashes_with(of_officer, of_role, of_policy, of_held, but, false) c
    UNION ALL
    SELECT c.* FROM offices_absence b, LATERAL offices_clashes_with(b.deputy_id, of_role, of_policy, of_held * offices_days(b.away), but, true) c
    WHERE b.officer_id = of_officer AND of_held && offices_days(b.away)
$$;

CREATE FUNCTION offices_clashes_of_deputy(of_officer uuid, of_deputy uuid, of_away tstzrange)
RETURNS TABLE (who uuid, held_by uuid, asked text, held text, policy text, since date, until date, basis text, rule uuid) LANGUAGE sql STABLE AS $$
    SELECT c.* FROM offices_assignment g, LATERAL offices_clashes_with(of_deputy, g.role, g.policy, g.held * offices_days(of_away), g.id, true) c
    WHERE g.officer_id = of_officer AND g.held && offices_days(of_away)
$$;

CREATE FUNCTION offices_hold_apart() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE clash record;
BEGIN  -- two at once would not see each other: one after the other
    IF TG_TABLE_NAME = 'offices_assignment' THEN
        PERFORM pg_advisory_xact_lock(hashtextextended('roles ' || k, 0)) FROM (SELECT NEW.officer_id::text AS k UNION
            SELECT b.deputy_id::text FROM offices_absence b WHERE b.officer_id = NEW.officer_id ORDER BY 1) people;
        SELECT * INTO clash FROM offices_clashes(NEW.officer_id, NEW.role, NEW.policy, NEW.held, NEW.id) LIMIT 1;
    ELSE
        PERFORM pg_advisory_xact_lock(hashtextextended('roles ' || k, 0)) FROM (SELECT NEW.officer_id::text AS k UNION SELECT NEW.deputy_id::text ORDER BY 1) people;
        SELECT * INTO clash FROM offices_clashes_of_deputy(NEW.officer_id, NEW.deputy_id, NEW.away) LIMIT 1;
    END IF;
    IF FOUND THEN
        RAISE EXCEPTION 'officer % holds % from %, which does not go with %', clash.who, clash.held, clash.since, clash.asked
            USING ERRCODE = 'exclusion_violation', HINT = 'end the other role first, or name somebody else';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER hold_apart BEFORE INSERT ON offices_assignment FOR EACH ROW EXECUTE FUNCTION offices_hold_apart();
CREATE TRIGGER hold_apart_later BEFORE UPDATE ON offices_assignment FOR EACH ROW  -- what only ends earlier is never refused
    WHEN (NOT (NEW.held <@ OLD.held AND NEW.role = OLD.role AND NEW.officer_id = OLD.officer_id AND (NEW.policy = OLD.policy OR OLD.policy = '')))
    EXECUTE FUNCTION offices_hold_apart();
CREATE TRIGGER hold_apart BEFORE INSERT ON offices_absence FOR EACH ROW EXECUTE FUNCTION offices_hold_apart();
CREATE TRIGGER hold_apart_later BEFORE UPDATE ON offices_absence FOR EACH ROW
    WHEN (NOT (NEW.away <@ OLD.away AND NEW.officer_id = OLD.officer_id AND NEW.deputy_id = OLD.deputy_id)) EXECUTE FUNCTION offices_hold_apart();
"""


class Migration(migrations.Migration):
    """The pairs and their wall."""

    dependencies = [("offices", "0005_measures")]

    operations = [
        migrations.CreateModel(
            name="Incompatibility",
            fields=[
                ("id", models.UUIDField(default=ansinh.delivery.offices.keys.new_key, primary_key=True, serialize=False)),
                ("role", models.CharField(choices=Role.choices, max_length=13)),
                ("other", models.CharField(choices=Role.choices, max_length=13)),
                ("not_in", models.CharField(blank=True, choices=Office.Kind.choices, help_text="a kind of office in which the two may meet", max_length=20)),
                (
                    "for_deputies",
                    models.BooleanField(help_text="that nobody comes to both by standing in for a colleague either; else each dossier is looked at"),
                ),
                ("why_vi", models.CharField(max_length=160)),
                ("why_en", models.CharField(max_length=160)),
                ("cite", models.CharField(blank=True, help_text="the article; empty where the rule is this system's own", max_length=100)),
                ("verified", models.BooleanField(help_text="whether the article was compared with the gazette")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("role", "other"), name="incompatibility_once"),
                    models.CheckConstraint(condition=models.Q(("role__lt", models.F("other"))), name="incompatibility_in_order"),
                    models.CheckConstraint(
                        condition=models.Q(models.Q(("cite", ""), _negated=True), ("verified", False), _connector="OR"),
                        name="incompatibility_without_an_article_is_not_verified",
                    ),
                ],
            },
        ),
        migrations.RunSQL(PAIRS, migrations.RunSQL.noop),
        migrations.RunSQL(WALL, migrations.RunSQL.noop),
    ]
