CREATE TABLE "delegation" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "delegate_id" UUID NOT NULL,
    "from_at" TIMESTAMPTZ(3) NOT NULL,
    "until_at" TIMESTAMPTZ(3) NOT NULL,
    "made_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "delegation_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "delegation_tenant_id_delegate_id_until_at_idx" ON "delegation"("tenant_id", "delegate_id", "until_at");

CREATE INDEX "delegation_tenant_id_person_id_until_at_idx" ON "delegation"("tenant_id", "person_id", "until_at");

ALTER TABLE "delegation" ADD CONSTRAINT "delegation_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "delegation" ADD CONSTRAINT "delegation_delegate_id_fkey" FOREIGN KEY ("delegate_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;
