CREATE TABLE "tenant_privacy" (
    "tenant_id" UUID NOT NULL REFERENCES "tenant"("id") ON DELETE CASCADE ON UPDATE CASCADE,
    "shows_rows" BOOLEAN NOT NULL,
    "row_days" INTEGER,
    "payload_days" INTEGER NOT NULL,
    "masked" JSONB NOT NULL,
    "version" INTEGER NOT NULL,
    CONSTRAINT "tenant_privacy_pkey" PRIMARY KEY ("tenant_id")
);
