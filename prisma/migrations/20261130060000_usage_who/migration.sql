-- Whose work it was, by whatever they came with, and whether the price book had what it is paid by.
ALTER TABLE "usage_entry" ADD COLUMN "person_id" UUID;
ALTER TABLE "usage_entry" ADD COLUMN "priced" BOOLEAN NOT NULL DEFAULT true;

UPDATE "usage_entry" SET "person_id" = "investigation_view"."opened_by" FROM "investigation_view"
WHERE "investigation_view"."id" = "usage_entry"."investigation_id" AND "trigger" <> 'system';

UPDATE "usage_entry" SET "priced" = false
WHERE "kind" IN ('model', 'query') AND NOT EXISTS (
    SELECT 1 FROM "price" WHERE "price"."tenant_id" = "usage_entry"."tenant_id" AND "price"."resource" = "usage_entry"."resource"
        AND "valid_from" <= ("usage_entry"."at" AT TIME ZONE 'UTC')::date
);
