ALTER TABLE "hypothesis_view" ADD COLUMN "added_by" TEXT, ADD COLUMN "dropped_by" TEXT, ADD COLUMN "dropped_because" TEXT;
