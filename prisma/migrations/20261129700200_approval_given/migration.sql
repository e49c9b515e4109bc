ALTER TABLE "approval_view" ADD COLUMN "given" JSONB;
