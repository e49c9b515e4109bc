ALTER TABLE "data_source" ADD COLUMN "told_team_id" UUID REFERENCES "team"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- As before, and which team is told of its health, where one is.
CREATE OR REPLACE FUNCTION data_source_told(source JSONB) RETURNS JSONB LANGUAGE sql IMMUTABLE AS $$
    SELECT jsonb_build_object(
        'name', source->'name', 'kind', source->'kind', 'readOnly', source->'read_only', 'draft', source->'draft', 'active', source->'active',
        'isDefault', source->'is_default'
    ) || CASE WHEN source->>'told_team_id' IS NULL THEN '{}'::jsonb ELSE jsonb_build_object('toldTeam', source->'told_team_id') END
$$;
