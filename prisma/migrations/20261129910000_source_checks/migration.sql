ALTER TABLE "data_source" ADD COLUMN "check_due_at" TIMESTAMPTZ(3);

CREATE TABLE "source_check" (
    "tenant_id" UUID NOT NULL,
    "data_source_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "is_well" BOOLEAN NOT NULL,
    "step" TEXT,
    "message" TEXT NOT NULL,
    "elapsed_ms" INTEGER NOT NULL,

    CONSTRAINT "source_check_pkey" PRIMARY KEY ("data_source_id","at")
);

CREATE INDEX "source_check_tenant_id_data_source_id_at_idx" ON "source_check"("tenant_id", "data_source_id", "at" DESC);

ALTER TABLE "source_check" ADD CONSTRAINT "source_check_data_source_id_fkey" FOREIGN KEY ("data_source_id") REFERENCES "data_source"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "notice" ALTER COLUMN "investigation_id" DROP NOT NULL, ADD COLUMN "data_source_id" UUID;

ALTER TABLE "notice" ADD CONSTRAINT "notice_data_source_id_fkey" FOREIGN KEY ("data_source_id") REFERENCES "data_source"("id") ON DELETE CASCADE ON UPDATE CASCADE;
