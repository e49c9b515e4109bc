CREATE TABLE "approval_grant" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "data_source_id" UUID NOT NULL,
    "investigation_id" UUID NOT NULL,
    "request_id" TEXT NOT NULL,
    "shape" TEXT NOT NULL,
    "tables" JSONB NOT NULL,
    "columns" TEXT[] NOT NULL,
    "sensitive" TEXT[] NOT NULL,
    "bytes" BIGINT,
    "given_by" UUID NOT NULL,
    "given_by_name" TEXT NOT NULL,
    "seconded_by" UUID,
    "seconded_by_name" TEXT,
    "reason" TEXT,
    "given_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),
    "revoked_by" UUID,
    "revoked_by_name" TEXT,

    CONSTRAINT "approval_grant_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "approval_grant_tenant_id_data_source_id_shape_idx" ON "approval_grant"("tenant_id", "data_source_id", "shape");

CREATE INDEX "approval_grant_tenant_id_given_at_idx" ON "approval_grant"("tenant_id", "given_at" DESC);

ALTER TABLE "approval_grant" ADD CONSTRAINT "approval_grant_data_source_id_fkey" FOREIGN KEY ("data_source_id") REFERENCES "data_source"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "approval_grant" ADD CONSTRAINT "approval_grant_investigation_id_request_id_fkey" FOREIGN KEY ("investigation_id", "request_id") REFERENCES "approval_view"("investigation_id", "request_id") ON DELETE CASCADE ON UPDATE CASCADE;
