-- Where a tenant's trail stood, signed by a key that is not in the database: 'head' proves that nothing before it changed since, 'floor' that what was
-- before it was let go on purpose.
CREATE TABLE "audit_anchor" (
    "tenant_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "sequence" INTEGER NOT NULL,
    "hash" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "signature" TEXT NOT NULL,
    CONSTRAINT "audit_anchor_pkey" PRIMARY KEY ("tenant_id", "kind", "sequence")
);

-- Old entries may go where the transaction says that it lets this tenant's go; whether it was right to is told by the signed floor.
CREATE OR REPLACE FUNCTION audit_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND current_setting('dataing.audit_prune', true) = OLD.tenant_id::text THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'The audit trail is only ever added to.';
END
$$;
