CREATE TABLE "commitment" (
    "investigation_id" UUID NOT NULL,
    "step" TEXT NOT NULL,
    "tenant_id" UUID NOT NULL,
    "data_source_id" UUID NOT NULL,
    "estimate_micros" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "commitment_pkey" PRIMARY KEY ("investigation_id","step")
);

CREATE INDEX "commitment_tenant_id_at_idx" ON "commitment"("tenant_id", "at");

-- Answers of before are in the ledger of usage already.
ALTER TABLE "model_call" ADD COLUMN "spent_at" TIMESTAMPTZ(3);
UPDATE "model_call" SET "spent_at" = coalesce("answered_at", "asked_at") WHERE "state" <> 'sent';
