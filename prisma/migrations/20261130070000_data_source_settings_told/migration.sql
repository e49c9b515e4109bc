-- Settings hold no secrets (those are sealed in a column of their own), so the trail tells them: all of a new data source, of a changed one those that differ.
CREATE FUNCTION settings_unlike(settings JSONB, other JSONB) RETURNS JSONB LANGUAGE sql IMMUTABLE AS $$
    SELECT coalesce(jsonb_object_agg(key, value), '{}') FROM jsonb_each(settings) WHERE other->key IS DISTINCT FROM value
$$;

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
    IF was IS NULL THEN
        told_after := told_after || jsonb_build_object('settings', is_now->'settings');
    ELSIF told_after IS NOT NULL THEN
        IF was->'settings' IS DISTINCT FROM is_now->'settings' THEN
            told_before := told_before || jsonb_build_object('settings', settings_unlike(was->'settings', is_now->'settings'));
            told_after := told_after || jsonb_build_object('settings', settings_unlike(is_now->'settings', was->'settings'));
        END IF;
        IF was->'secrets' IS DISTINCT FROM is_now->'secrets' THEN
            told_after := told_after || '{"secrets": "changed"}';
        END IF;
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
