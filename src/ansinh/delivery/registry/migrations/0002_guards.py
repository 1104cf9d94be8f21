"""Row security of people and draws, and the two questions that may look across scopes: who is this, and who drew already."""

from __future__ import annotations

from django.db import migrations

SQL = """
SELECT ansinh_secure('registry_person');
SELECT ansinh_secure('registry_draw');

CREATE FUNCTION registry_match(of_province text, identities text[]) RETURNS TABLE (identity text, person uuid)
LANGUAGE sql STABLE SET ansinh.level = 'national' AS $$
    -- the person's key only: nothing of another scope's data leaves
    SELECT p.identity, p.id FROM registry_person p WHERE p.province = of_province AND p.identity = ANY (identities)
$$;

CREATE FUNCTION registry_holder(of_identity text, of_programme text, of_policy text, of_group text)
RETURNS TABLE (claim uuid, policy text, province text, district text, commune text)
LANGUAGE sql STABLE SET ansinh.level = 'national' AS $$
    SELECT d.claim, d.policy, d.province, d.district, d.commune FROM registry_draw d
    WHERE d.identity = of_identity AND d.programme = of_programme AND d.released_at IS NULL
      AND (d.policy = of_policy OR (of_group <> '' AND d.exclusive_group = of_group))
    ORDER BY d.held_at LIMIT 1
$$;

CREATE TRIGGER draw_kept BEFORE DELETE ON registry_draw FOR EACH ROW EXECUTE FUNCTION ansinh_refuse();
"""


class Migration(migrations.Migration):
    """Walls of the registry."""

    dependencies = [("registry", "0001_initial"), ("offices", "0002_walls")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
