"""Events are only ever added; a hash each; read in scope."""

from __future__ import annotations

from django.db import migrations

SQL = """
SELECT ansinh_only_add('evidence_event');
SELECT ansinh_only_add('evidence_seal');

ALTER TABLE evidence_event ENABLE ROW LEVEL SECURITY;
ALTER TABLE evidence_event FORCE ROW LEVEL SECURITY;
CREATE POLICY in_scope ON evidence_event FOR SELECT USING (ansinh_sees(province, district, commune));
CREATE POLICY anybody_adds ON evidence_event FOR INSERT WITH CHECK (true);

CREATE FUNCTION evidence_seal_act(sealed_act uuid, chain_province text, sealed_at_ timestamptz, new_key uuid) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public SET ansinh.level = 'national' AS $$
DECLARE
    head evidence_head%ROWTYPE;
    held integer;
    digest_ bytea;
    next_chain bytea;
BEGIN
    SELECT count(*), sha256(string_agg(row_hash, ''::bytea ORDER BY position)) INTO held, digest_ FROM evidence_event WHERE act = sealed_act;
    IF held = 0 THEN RETURN 0; END IF;
    INSERT INTO evidence_head (province, sequence, chain) VALUES (chain_province, 0, ''::bytea) ON CONFLICT DO NOTHING;
    SELECT * INTO head FROM evidence_head WHERE province = chain_province FOR UPDATE;
    next_chain := sha256(head.chain || convert_to(concat_ws(E'\\x1f', chain_province, head.sequence + 1, sealed_act, held), 'UTF8') || digest_);
    INSERT INTO evidence_seal (id, province, sequence, act, sealed_at, events, digest, previous, chain)
        VALUES (new_key, chain_province, head.sequence + 1, sealed_act, sealed_at_, held, digest_, head.chain, next_chain);
    UPDATE evidence_head SET sequence = head.sequence + 1, chain = next_chain WHERE province = chain_province;
    RETURN head.sequence + 1;
END $$;

-- the chain is written by sealing alone, whatever code runs as the application
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'ansinh_app') THEN
        REVOKE INSERT, UPDATE, DELETE ON evidence_seal, evidence_head FROM ansinh_app;
        REVOKE UPDATE, DELETE ON evidence_event FROM ansinh_app;
    END IF;
END $$;
"""


class Migration(migrations.Migration):
    """The guards of the log."""

    dependencies = [("evidence", "0001_initial"), ("offices", "0002_walls")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
