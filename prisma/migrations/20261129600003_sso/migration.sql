CREATE TABLE "sso_connection" (
    "tenant_id" UUID NOT NULL REFERENCES "tenant"("id") ON DELETE CASCADE ON UPDATE CASCADE,
    "issuer" TEXT NOT NULL,
    "client_id" TEXT NOT NULL,
    "client_secret" BYTEA NOT NULL,
    "scopes" TEXT[] NOT NULL,
    "groups_claim" TEXT NOT NULL,
    "group_roles" JSONB NOT NULL,
    "default_role" TEXT,
    "version" INTEGER NOT NULL,
    CONSTRAINT "sso_connection_pkey" PRIMARY KEY ("tenant_id")
);

-- A domain leads to one tenant's provider only: nobody is sent to the provider of somebody who claimed it too.
CREATE TABLE "sso_domain" (
    "domain" TEXT NOT NULL,
    "tenant_id" UUID NOT NULL REFERENCES "sso_connection"("tenant_id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "sso_domain_pkey" PRIMARY KEY ("domain")
);
CREATE INDEX "sso_domain_tenant_id_idx" ON "sso_domain"("tenant_id");

-- Whom a tenant's provider means by a subject.
CREATE TABLE "sso_identity" (
    "tenant_id" UUID NOT NULL,
    "issuer" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "person_id" UUID NOT NULL REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "sso_identity_pkey" PRIMARY KEY ("tenant_id", "issuer", "subject")
);
CREATE INDEX "sso_identity_person_id_idx" ON "sso_identity"("person_id");
