CREATE TABLE "case_file" (
    "investigation_id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "assignee_id" UUID,
    "severity" TEXT,
    "state" TEXT NOT NULL,
    "resolution" JSONB,
    "version" INTEGER NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "case_file_pkey" PRIMARY KEY ("investigation_id")
);

CREATE TABLE "case_activity" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "investigation_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "by_name" TEXT NOT NULL,
    "told" TEXT NOT NULL,

    CONSTRAINT "case_activity_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "verdict_label" (
    "investigation_id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "reason" TEXT NOT NULL,
    "conclusion" TEXT,
    "cause" TEXT,
    "confidence" DOUBLE PRECISION,
    "actual_cause" TEXT,
    "is_confirmed" BOOLEAN,
    "labelled_by" UUID NOT NULL,
    "labelled_at" TIMESTAMPTZ(3) NOT NULL,
    "withdrawn_at" TIMESTAMPTZ(3),

    CONSTRAINT "verdict_label_pkey" PRIMARY KEY ("investigation_id")
);

CREATE TABLE "comment" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "investigation_id" UUID NOT NULL,
    "subject_kind" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "author_id" UUID NOT NULL,
    "author_name" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "edited_at" TIMESTAMPTZ(3),
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "comment_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "notice" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "investigation_id" UUID NOT NULL,
    "text" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "read_at" TIMESTAMPTZ(3),

    CONSTRAINT "notice_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "case_activity_investigation_id_at_idx" ON "case_activity"("investigation_id", "at");
CREATE INDEX "verdict_label_tenant_id_idx" ON "verdict_label"("tenant_id");
CREATE INDEX "comment_investigation_id_created_at_idx" ON "comment"("investigation_id", "created_at");
CREATE INDEX "notice_person_id_created_at_idx" ON "notice"("person_id", "created_at" DESC);

ALTER TABLE "case_file" ADD CONSTRAINT "case_file_investigation_id_fkey" FOREIGN KEY ("investigation_id") REFERENCES "investigation_view"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "case_activity" ADD CONSTRAINT "case_activity_investigation_id_fkey" FOREIGN KEY ("investigation_id") REFERENCES "investigation_view"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "verdict_label" ADD CONSTRAINT "verdict_label_investigation_id_fkey" FOREIGN KEY ("investigation_id") REFERENCES "investigation_view"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "comment" ADD CONSTRAINT "comment_investigation_id_fkey" FOREIGN KEY ("investigation_id") REFERENCES "investigation_view"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "notice" ADD CONSTRAINT "notice_investigation_id_fkey" FOREIGN KEY ("investigation_id") REFERENCES "investigation_view"("id") ON DELETE CASCADE ON UPDATE CASCADE;
