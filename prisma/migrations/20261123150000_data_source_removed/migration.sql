ALTER TABLE "data_source" ADD COLUMN "removed_at" TIMESTAMPTZ(3);
