-- Names were unique as they are spelled; those that differ in capitals only are told apart by a number from now on.
UPDATE "data_source" SET "name" = "name" || ' ' || twin.place FROM (
    SELECT "id", row_number() OVER (PARTITION BY "tenant_id", lower("name") ORDER BY "created_at", "id") AS place FROM "data_source"
) AS twin WHERE twin."id" = "data_source"."id" AND twin.place > 1;

ALTER TABLE "data_source"
    ADD COLUMN "draft" BOOLEAN NOT NULL DEFAULT false,
    ADD COLUMN "active" BOOLEAN NOT NULL DEFAULT true,
    ADD COLUMN "is_default" BOOLEAN NOT NULL DEFAULT false,
    ADD COLUMN "version" INTEGER NOT NULL DEFAULT 1,
    ADD COLUMN "name_key" TEXT NOT NULL GENERATED ALWAYS AS (lower("name")) STORED;

DROP INDEX "data_source_tenant_id_name_key";
CREATE UNIQUE INDEX "data_source_tenant_id_name_key_key" ON "data_source"("tenant_id", "name_key");

-- Every tenant begins with the one it connected first.
UPDATE "data_source" SET "is_default" = true WHERE "id" IN (
    SELECT DISTINCT ON ("tenant_id") "id" FROM "data_source" WHERE "removed_at" IS NULL ORDER BY "tenant_id", "created_at", "id"
);

CREATE OR REPLACE FUNCTION data_source_told(source JSONB) RETURNS JSONB LANGUAGE sql IMMUTABLE AS $$
    SELECT jsonb_build_object(
        'name', source->'name', 'kind', source->'kind', 'readOnly', source->'read_only', 'draft', source->'draft', 'active', source->'active',
        'isDefault', source->'is_default'
    )
$$;
