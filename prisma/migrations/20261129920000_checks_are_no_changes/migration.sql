-- When a data source is tested next is no change of it: as before, but for `check_due_at`.
CREATE OR REPLACE FUNCTION data_source_audit() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    was JSONB := CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE to_jsonb(OLD) END;
    is_now JSONB := CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE to_jsonb(NEW) END;
    any_row JSONB := coalesce(is_now, was);
    asking JSONB := coalesce(nullif(current_setting('dataing.asking', true), ''), '{"kind": "system", "name": "Dataing"}')::jsonb;
    is_gone BOOLEAN := is_now IS NULL OR (is_now->>'removed_at' IS NOT NULL AND was->>'removed_at' IS NULL);
    told_before JSONB := data_source_told(was);
    told_after JSONB := CASE WHEN is_gone THEN NULL ELSE data_source_told(is_now) END;
BEGIN
    IF was - 'check_due_at' = is_now - 'check_due_at' THEN
        RETURN NULL;
    END IF;
    IF was IS NOT NULL AND told_after IS NOT NULL THEN
        told_after := told_after
            || CASE WHEN was->'settings' IS DISTINCT FROM is_now->'settings' THEN '{"settings": "changed"}' ELSE '{}' END::jsonb
            || CASE WHEN was->'secrets' IS DISTINCT FROM is_now->'secrets' THEN '{"secrets": "changed"}' ELSE '{}' END::jsonb;
    END IF;
    INSERT INTO audit_entry (tenant_id, actor_kind, actor_id, actor_name, address, agent, action, subject_kind, subject_id, subject_name, before, after)
    VALUES (
        (any_row->>'tenant_id')::uuid, asking->>'kind', asking->>'id', asking->>'name', asking->>'address', asking->>'agent',
        CASE WHEN was IS NULL THEN 'dataSourceConnected' WHEN is_gone THEN 'dataSourceRemoved' ELSE 'dataSourceChanged' END,
        'dataSource', any_row->>'id', CASE WHEN is_gone THEN was->>'name' ELSE is_now->>'name' END, told_before::text, told_after::text
    );
    RETURN NULL;
END
$$;
