CREATE TABLE "notification" (
    "tenant_id" UUID NOT NULL,
    "channel" TEXT NOT NULL,
    "delivery_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "investigation_id" UUID,
    "data_source_id" UUID,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "notification_pkey" PRIMARY KEY ("tenant_id","channel","delivery_id")
);

CREATE INDEX "notification_tenant_id_at_idx" ON "notification"("tenant_id", "at");

-- Whoever writes a notice meters it, in the same transaction; what is metered stays when the notice goes with its case.
CREATE FUNCTION notice_metered() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO notification (tenant_id, channel, delivery_id, kind, investigation_id, data_source_id, at)
    VALUES (NEW.tenant_id, 'page', NEW.id::text, CASE WHEN NEW.data_source_id IS NULL THEN 'case' ELSE 'health' END, NEW.investigation_id, NEW.data_source_id, NEW.created_at);
    RETURN NULL;
END
$$;

CREATE TRIGGER notice_metered AFTER INSERT ON notice FOR EACH ROW EXECUTE FUNCTION notice_metered();

INSERT INTO notification (tenant_id, channel, delivery_id, kind, investigation_id, data_source_id, at)
SELECT tenant_id, 'page', id::text, CASE WHEN data_source_id IS NULL THEN 'case' ELSE 'health' END, investigation_id, data_source_id, created_at FROM notice;
