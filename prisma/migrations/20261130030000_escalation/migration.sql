ALTER TABLE "approval_view" ADD COLUMN "escalated_at" TIMESTAMPTZ(3);
