ALTER TABLE "person" ADD COLUMN "mails_notices" BOOLEAN NOT NULL DEFAULT true;

-- What was told before is not mailed now.
ALTER TABLE "notice" ADD COLUMN "mail_due" BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE "notice" ALTER COLUMN "mail_due" SET DEFAULT true;

CREATE INDEX "notice_mail_due_idx" ON "notice"("created_at") WHERE "mail_due";
