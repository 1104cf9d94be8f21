"""Sums of provinces and districts are read by everybody, those of communes in scope; nobody writes outside the place she counts."""

from __future__ import annotations

from django.db import migrations

SQL = """
DO $$ DECLARE summed regclass; BEGIN
    FOREACH summed IN ARRAY ARRAY['reports_daily', 'reports_duration']::regclass[] LOOP
        EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', summed);
        EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', summed);
        EXECUTE format('CREATE POLICY public_above_communes ON %s FOR SELECT USING (level <> ''commune'' OR ansinh_sees(province, district, commune))', summed);
        EXECUTE format('CREATE POLICY counted_in_scope ON %s FOR ALL USING (ansinh_sees(province, district, commune)) WITH CHECK (ansinh_sees(province, district, commune))', summed);
        EXECUTE format('CREATE TRIGGER keep_place BEFORE UPDATE OF province ON %s FOR EACH ROW WHEN (OLD.province IS DISTINCT FROM NEW.province) EXECUTE FUNCTION ansinh_keep_place()', summed);
        EXECUTE format('CREATE TRIGGER kept BEFORE DELETE ON %s FOR EACH ROW EXECUTE FUNCTION ansinh_refuse()', summed);
    END LOOP;
END $$;
"""


class Migration(migrations.Migration):
    """Walls of the summaries."""

    dependencies = [("reports", "0001_initial"), ("offices", "0002_walls"), ("payments", "0002_guards")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
