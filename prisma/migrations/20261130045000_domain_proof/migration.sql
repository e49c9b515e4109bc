-- A domain leads to a tenant's provider once a record in its DNS says so; until then anybody may name it. Those that led somewhere before go on.
ALTER TABLE "sso_domain" ADD COLUMN "proof" TEXT NOT NULL DEFAULT '', ADD COLUMN "proved_at" TIMESTAMPTZ(3);
UPDATE "sso_domain" SET "proof" = replace(gen_random_uuid()::text, '-', ''), "proved_at" = now();
ALTER TABLE "sso_domain" ALTER COLUMN "proof" DROP DEFAULT, DROP CONSTRAINT "sso_domain_pkey", ADD CONSTRAINT "sso_domain_pkey" PRIMARY KEY ("tenant_id", "domain");
DROP INDEX "sso_domain_tenant_id_idx";
CREATE UNIQUE INDEX "sso_domain_proved_key" ON "sso_domain"("domain") WHERE "proved_at" IS NOT NULL;

-- Whether passwords open nothing for those who are no owners.
ALTER TABLE "tenant_security" ADD COLUMN "sso_only" BOOLEAN NOT NULL DEFAULT false;
