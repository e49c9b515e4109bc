-- One form of a table, from when it was first read so until it was read otherwise. What is still so has no end; its numbers are those of the newest reading.
CREATE TABLE "table_version" (
    "tenant_id" UUID NOT NULL,
    "data_source_id" UUID NOT NULL,
    "schema" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "seen_from" TIMESTAMPTZ(3) NOT NULL,
    "seen_until" TIMESTAMPTZ(3),
    "form" JSONB NOT NULL,
    "search" TEXT NOT NULL,
    "column_search" TEXT NOT NULL,
    "is_view" BOOLEAN NOT NULL,
    "column_count" INTEGER NOT NULL,
    "comment" TEXT,
    "row_estimate" DOUBLE PRECISION,
    "size_bytes" DOUBLE PRECISION,
    "changed_at" TIMESTAMPTZ(3),

    CONSTRAINT "table_version_pkey" PRIMARY KEY ("data_source_id","schema","name","seen_from")
);

-- One look at the schema of a data source; `problem` says why it could not be read.
CREATE TABLE "schema_reading" (
    "tenant_id" UUID NOT NULL,
    "data_source_id" UUID NOT NULL,
    "read_at" TIMESTAMPTZ(3) NOT NULL,
    "tables" INTEGER NOT NULL,
    "changes" INTEGER NOT NULL,
    "problem" TEXT,

    CONSTRAINT "schema_reading_pkey" PRIMARY KEY ("data_source_id","read_at")
);

CREATE INDEX "table_version_tenant_id_data_source_id_seen_until_idx" ON "table_version"("tenant_id", "data_source_id", "seen_until");

CREATE INDEX "table_version_tenant_id_data_source_id_seen_from_idx" ON "table_version"("tenant_id", "data_source_id", "seen_from");

CREATE INDEX "schema_reading_tenant_id_data_source_id_read_at_idx" ON "schema_reading"("tenant_id", "data_source_id", "read_at" DESC);
