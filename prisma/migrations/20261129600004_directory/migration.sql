ALTER TABLE "person" ADD COLUMN "external_id" TEXT;
CREATE UNIQUE INDEX "person_tenant_id_external_id_key" ON "person"("tenant_id", "external_id");

CREATE TABLE "team" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL REFERENCES "tenant"("id") ON DELETE CASCADE ON UPDATE CASCADE,
    "name" TEXT NOT NULL,
    "external_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "team_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "team_tenant_id_name_key" ON "team"("tenant_id", "name");

CREATE TABLE "team_member" (
    "tenant_id" UUID NOT NULL,
    "team_id" UUID NOT NULL REFERENCES "team"("id") ON DELETE CASCADE ON UPDATE CASCADE,
    "person_id" UUID NOT NULL REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "team_member_pkey" PRIMARY KEY ("team_id", "person_id")
);
CREATE INDEX "team_member_person_id_idx" ON "team_member"("person_id");
