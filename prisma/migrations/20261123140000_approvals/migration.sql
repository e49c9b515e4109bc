CREATE TABLE "approval_view" (
    "investigation_id" UUID NOT NULL,
    "request_id" TEXT NOT NULL,
    "tenant_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "request" JSONB NOT NULL,
    "decision" JSONB,
    "decided_by" UUID,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "deadline" TIMESTAMPTZ(3) NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,
    "decided_at" TIMESTAMPTZ(3),

    CONSTRAINT "approval_view_pkey" PRIMARY KEY ("investigation_id","request_id")
);

CREATE TABLE "approval_policy" (
    "tenant_id" UUID NOT NULL,
    "scope" UUID NOT NULL,
    "policy" JSONB NOT NULL,
    "version" INTEGER NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "approval_policy_pkey" PRIMARY KEY ("tenant_id","scope")
);

CREATE INDEX "approval_view_tenant_id_state_deadline_idx" ON "approval_view"("tenant_id", "state", "deadline");

CREATE INDEX "approval_view_tenant_id_changed_at_idx" ON "approval_view"("tenant_id", "changed_at" DESC);

ALTER TABLE "approval_view" ADD CONSTRAINT "approval_view_investigation_id_fkey" FOREIGN KEY ("investigation_id") REFERENCES "investigation_view"("id") ON DELETE CASCADE ON UPDATE CASCADE;
