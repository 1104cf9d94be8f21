"""Whose card is seen by whom: a person's by herself, then by the head of her office; the newest version by its subject alone. Written only while counting."""

from __future__ import annotations

from django.db import migrations

SQL = """
CREATE FUNCTION reports_counting() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$ SELECT coalesce(current_setting('ansinh.cards', true), '') = 'count' $$;
CREATE FUNCTION reports_herself(row_unit text) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$ SELECT row_unit = coalesce(current_setting('ansinh.cards_of', true), '') $$;
CREATE FUNCTION reports_heads(row_office text) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT row_office <> '' AND row_office = coalesce(current_setting('ansinh.cards_office', true), '')
$$;

DO $$ DECLARE walled regclass; BEGIN
    FOREACH walled IN ARRAY ARRAY['reports_workday', 'reports_worklength', 'reports_card', 'reports_cardcomment']::regclass[] LOOP
        EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', walled);
        EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', walled);
    END LOOP;
    FOREACH walled IN ARRAY ARRAY['reports_workday', 'reports_worklength', 'reports_card']::regclass[] LOOP
        EXECUTE format('CREATE POLICY counted ON %s FOR ALL USING (reports_counting() AND ansinh_sees(province, district, commune)) '
            'WITH CHECK (reports_counting() AND ansinh_sees(province, district, commune))', walled);
        EXECUTE format('CREATE TRIGGER kept BEFORE DELETE ON %s FOR EACH ROW EXECUTE FUNCTION ansinh_refuse()', walled);
    END LOOP;
    FOREACH walled IN ARRAY ARRAY['reports_workday', 'reports_worklength']::regclass[] LOOP
        EXECUTE format('CREATE POLICY seen ON %s FOR SELECT USING (CASE level WHEN ''person'' THEN reports_herself(unit) ELSE ansinh_sees(province, district, commune) END)', walled);
    END LOOP;
END $$;

CREATE POLICY seen ON reports_card FOR SELECT USING (CASE
    WHEN level = 'person' THEN reports_herself(unit) OR (slot = 'open' AND reports_heads(office))
    WHEN slot = 'open' THEN ansinh_sees(province, district, commune)
    ELSE reports_heads(speaker) END);

CREATE POLICY seen ON reports_cardcomment FOR SELECT USING (CASE
    WHEN level = 'person' THEN reports_herself(unit) OR reports_heads(office)
    ELSE ansinh_sees(province, district, commune) END);
CREATE POLICY said ON reports_cardcomment FOR INSERT WITH CHECK (reports_herself(by_id::text) AND ansinh_sees(province, district, commune) AND CASE
    WHEN level = 'person' THEN reports_herself(unit)
    ELSE EXISTS (SELECT FROM reports_card c WHERE c.level = reports_cardcomment.level AND c.unit = reports_cardcomment.unit AND reports_heads(c.speaker)) END);
SELECT ansinh_only_add('reports_cardcomment');
"""


class Migration(migrations.Migration):
    """Walls of scorecards."""

    dependencies = [("reports", "0004_cards"), ("grievances", "0003_amendment")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
