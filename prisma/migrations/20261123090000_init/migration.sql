CREATE TABLE "tenant" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "next_number" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "tenant_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "person" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "password_hash" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "person_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "session" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "token_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_used_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "session_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "data_source" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "settings" JSONB NOT NULL,
    "secrets" BYTEA,
    "read_only" BOOLEAN,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "data_source_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "event_record" (
    "tenant_id" UUID NOT NULL,
    "investigation_id" UUID NOT NULL,
    "sequence" INTEGER NOT NULL,
    "type" TEXT NOT NULL,
    "data" JSONB NOT NULL,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "event_record_pkey" PRIMARY KEY ("investigation_id","sequence")
);

CREATE TABLE "investigation_view" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "data_source_id" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "table_name" TEXT NOT NULL,
    "question" JSONB NOT NULL,
    "anomaly" JSONB,
    "finding" JSONB,
    "conclusion" TEXT,
    "cause" TEXT,
    "failure" JSONB,
    "version" INTEGER NOT NULL,
    "opened_by" UUID,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "investigation_view_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "hypothesis_view" (
    "investigation_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "tenant_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "statement" TEXT NOT NULL,
    "verdict" TEXT NOT NULL,
    "probability" DOUBLE PRECISION NOT NULL,
    "predictions" JSONB NOT NULL,
    "evidence" JSONB NOT NULL,

    CONSTRAINT "hypothesis_view_pkey" PRIMARY KEY ("investigation_id","kind")
);

CREATE TABLE "query_view" (
    "investigation_id" UUID NOT NULL,
    "query_id" TEXT NOT NULL,
    "tenant_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "scan" TEXT,
    "purpose" TEXT NOT NULL,
    "sql" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "problem" JSONB,
    "reads_table" BOOLEAN NOT NULL,
    "row_count" INTEGER,
    "truncated" BOOLEAN NOT NULL DEFAULT false,
    "elapsed_ms" INTEGER,
    "ran_at" TIMESTAMPTZ(3) NOT NULL,
    "answer" JSONB,

    CONSTRAINT "query_view_pkey" PRIMARY KEY ("investigation_id","query_id")
);

CREATE UNIQUE INDEX "person_email_key" ON "person"("email");

CREATE INDEX "person_tenant_id_idx" ON "person"("tenant_id");

CREATE UNIQUE INDEX "session_token_hash_key" ON "session"("token_hash");

CREATE INDEX "session_person_id_idx" ON "session"("person_id");

CREATE UNIQUE INDEX "data_source_tenant_id_name_key" ON "data_source"("tenant_id", "name");

CREATE INDEX "investigation_view_tenant_id_started_at_id_idx" ON "investigation_view"("tenant_id", "started_at" DESC, "id");

CREATE UNIQUE INDEX "investigation_view_tenant_id_number_key" ON "investigation_view"("tenant_id", "number");

ALTER TABLE "person" ADD CONSTRAINT "person_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "session" ADD CONSTRAINT "session_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "data_source" ADD CONSTRAINT "data_source_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "investigation_view" ADD CONSTRAINT "investigation_view_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "investigation_view" ADD CONSTRAINT "investigation_view_data_source_id_fkey" FOREIGN KEY ("data_source_id") REFERENCES "data_source"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "hypothesis_view" ADD CONSTRAINT "hypothesis_view_investigation_id_fkey" FOREIGN KEY ("investigation_id") REFERENCES "investigation_view"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "query_view" ADD CONSTRAINT "query_view_investigation_id_fkey" FOREIGN KEY ("investigation_id") REFERENCES "investigation_view"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Rows that are updated often leave room on their page, so that an update touches no index.
ALTER TABLE "investigation_view" SET (fillfactor = 70);
ALTER TABLE "hypothesis_view" SET (fillfactor = 70);
ALTER TABLE "tenant" SET (fillfactor = 50);
