CREATE TABLE "kept_request" (
    "tenant_id" UUID NOT NULL REFERENCES "tenant"("id") ON DELETE CASCADE ON UPDATE CASCADE,
    "caller" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "answer" BYTEA,
    "held_until" TIMESTAMPTZ(3) NOT NULL,
    "made_at" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "kept_request_pkey" PRIMARY KEY ("tenant_id", "caller", "key")
);
CREATE INDEX "kept_request_made_at_idx" ON "kept_request"("made_at");
