ALTER TABLE "account"
    ADD COLUMN "totp_secret" BYTEA,
    ADD COLUMN "totp_since" TIMESTAMPTZ(3),
    ADD COLUMN "totp_step" INTEGER;

CREATE TABLE "recovery_code" (
    "account_id" UUID NOT NULL REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE,
    "code_hash" TEXT NOT NULL,
    CONSTRAINT "recovery_code_pkey" PRIMARY KEY ("account_id", "code_hash")
);

CREATE TABLE "password_reset" (
    "token_hash" TEXT NOT NULL,
    "account_id" UUID NOT NULL REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "password_reset_pkey" PRIMARY KEY ("token_hash")
);
CREATE INDEX "password_reset_account_id_idx" ON "password_reset"("account_id");

-- Somebody whose password was right, and whose second factor is still asked for.
CREATE TABLE "sign_in_challenge" (
    "token_hash" TEXT NOT NULL,
    "person_id" UUID NOT NULL REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "sign_in_challenge_pkey" PRIMARY KEY ("token_hash")
);
CREATE INDEX "sign_in_challenge_person_id_idx" ON "sign_in_challenge"("person_id");

ALTER TABLE "session"
    ADD COLUMN "proof" TEXT NOT NULL DEFAULT 'password',
    ADD COLUMN "idle_minutes" INTEGER NOT NULL DEFAULT 480,
    ADD COLUMN "idle_until" TIMESTAMPTZ(3);
UPDATE "session" SET "idle_until" = "last_used_at" + interval '8 hours';
ALTER TABLE "session" ALTER COLUMN "idle_until" SET NOT NULL;

CREATE TABLE "tenant_security" (
    "tenant_id" UUID NOT NULL REFERENCES "tenant"("id") ON DELETE CASCADE ON UPDATE CASCADE,
    "idle_minutes" INTEGER NOT NULL,
    "session_days" INTEGER NOT NULL,
    "two_factor_required" BOOLEAN NOT NULL,
    "audit_days" INTEGER,
    "version" INTEGER NOT NULL,
    CONSTRAINT "tenant_security_pkey" PRIMARY KEY ("tenant_id")
);
