ALTER TABLE "usage_entry" ADD COLUMN "bytes" BIGINT NOT NULL DEFAULT 0;

ALTER TABLE "query_view" ADD COLUMN "estimate" JSONB, ADD COLUMN "bytes_read" BIGINT;
