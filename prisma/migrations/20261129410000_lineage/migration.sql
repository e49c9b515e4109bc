CREATE TABLE "lineage_edge" (
    "tenant_id" UUID NOT NULL,
    "data_source_id" UUID NOT NULL,
    "source" TEXT NOT NULL,
    "from_schema" TEXT NOT NULL,
    "from_table" TEXT NOT NULL,
    "to_schema" TEXT NOT NULL,
    "to_table" TEXT NOT NULL,
    "columns" JSONB NOT NULL,
    "seen_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "lineage_edge_pkey" PRIMARY KEY ("tenant_id","data_source_id","source","from_schema","from_table","to_schema","to_table")
);

CREATE INDEX "lineage_edge_data_source_id_to_schema_to_table_idx" ON "lineage_edge"("data_source_id", "to_schema", "to_table");
CREATE INDEX "lineage_edge_data_source_id_from_schema_from_table_idx" ON "lineage_edge"("data_source_id", "from_schema", "from_table");

ALTER TABLE "lineage_edge" ADD CONSTRAINT "lineage_edge_data_source_id_fkey" FOREIGN KEY ("data_source_id") REFERENCES "data_source"("id") ON DELETE CASCADE ON UPDATE CASCADE;
