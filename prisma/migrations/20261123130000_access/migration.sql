CREATE TABLE "account" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "password_hash" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "account_pkey" PRIMARY KEY ("id")
);

-- Until now a person was in one tenant only, and their address unique: each becomes an account of its own.
INSERT INTO "account" ("id", "email", "password_hash", "created_at") SELECT "id", "email", "password_hash", "created_at" FROM "person";

ALTER TABLE "person"
    ADD COLUMN "account_id" UUID,
    ADD COLUMN "kind" TEXT NOT NULL DEFAULT 'person',
    ADD COLUMN "role" TEXT NOT NULL DEFAULT 'member',
    ADD COLUMN "last_seen_at" TIMESTAMPTZ(3),
    ADD COLUMN "deactivated_at" TIMESTAMPTZ(3),
    ALTER COLUMN "email" DROP NOT NULL;

UPDATE "person" SET "account_id" = "id";

-- Who set the tenant up owns it.
UPDATE "person" SET "role" = 'owner' WHERE "id" IN (SELECT DISTINCT ON ("tenant_id") "id" FROM "person" ORDER BY "tenant_id", "created_at", "id");

ALTER TABLE "person" ALTER COLUMN "role" DROP DEFAULT, DROP COLUMN "password_hash";

DROP INDEX "person_email_key";
DROP INDEX "person_tenant_id_idx";

ALTER TABLE "session" ADD COLUMN "address" TEXT, ADD COLUMN "agent" TEXT;

CREATE TABLE "api_key" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "token_hash" TEXT NOT NULL,
    "hint" TEXT NOT NULL,
    "scopes" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "last_used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),
    "successor" UUID,

    CONSTRAINT "api_key_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "invitation" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "token_hash" TEXT NOT NULL,
    "invited_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "accepted_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "invitation_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "sign_in_try" (
    "key" TEXT NOT NULL,
    "tries" INTEGER NOT NULL,
    "last_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sign_in_try_pkey" PRIMARY KEY ("key")
);

CREATE TABLE "audit_entry" (
    "tenant_id" UUID NOT NULL,
    "sequence" INTEGER NOT NULL DEFAULT 0,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "actor_kind" TEXT NOT NULL,
    "actor_id" TEXT,
    "actor_name" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "subject_kind" TEXT,
    "subject_id" TEXT,
    "subject_name" TEXT,
    "address" TEXT,
    "agent" TEXT,
    "before" TEXT,
    "after" TEXT,
    "previous_hash" TEXT NOT NULL DEFAULT '',
    "hash" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "audit_entry_pkey" PRIMARY KEY ("tenant_id","sequence")
);

CREATE TABLE "audit_head" (
    "tenant_id" UUID NOT NULL,
    "sequence" INTEGER NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "audit_head_pkey" PRIMARY KEY ("tenant_id")
);

CREATE UNIQUE INDEX "account_email_key" ON "account"("email");

CREATE UNIQUE INDEX "person_tenant_id_account_id_key" ON "person"("tenant_id", "account_id");

CREATE UNIQUE INDEX "person_tenant_id_email_key" ON "person"("tenant_id", "email");

CREATE INDEX "person_account_id_idx" ON "person"("account_id");

CREATE UNIQUE INDEX "api_key_token_hash_key" ON "api_key"("token_hash");

CREATE INDEX "api_key_tenant_id_created_at_idx" ON "api_key"("tenant_id", "created_at" DESC);

CREATE INDEX "api_key_person_id_idx" ON "api_key"("person_id");

CREATE UNIQUE INDEX "invitation_token_hash_key" ON "invitation"("token_hash");

CREATE INDEX "invitation_tenant_id_created_at_idx" ON "invitation"("tenant_id", "created_at" DESC);

CREATE INDEX "sign_in_try_last_at_idx" ON "sign_in_try"("last_at");

CREATE INDEX "audit_entry_tenant_id_action_sequence_idx" ON "audit_entry"("tenant_id", "action", "sequence");

ALTER TABLE "person" ADD CONSTRAINT "person_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "api_key" ADD CONSTRAINT "api_key_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "invitation" ADD CONSTRAINT "invitation_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- The text that is hashed: each part with its length before it, so that no two lists of parts have the same text; '-' stands for null.
CREATE FUNCTION audit_text(parts TEXT[]) RETURNS TEXT LANGUAGE sql IMMUTABLE AS $$
    SELECT string_agg(coalesce(octet_length(part)::text || ':' || part, '-'), ',' ORDER BY position)
    FROM unnest(parts) WITH ORDINALITY AS numbered(part, position)
$$;

-- Whoever adds an entry, and however: it gets the next number and the hash of everything before it, and its tenant's next entry waits for it.
CREATE FUNCTION audit_chain() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    last audit_head%ROWTYPE;
BEGIN
    INSERT INTO audit_head (tenant_id, sequence, hash) VALUES (NEW.tenant_id, 0, '') ON CONFLICT DO NOTHING;
    SELECT * INTO last FROM audit_head WHERE tenant_id = NEW.tenant_id FOR UPDATE;
    NEW.sequence := last.sequence + 1;
    NEW.at := date_trunc('milliseconds', clock_timestamp());
    NEW.previous_hash := last.hash;
    NEW.hash := encode(sha256(convert_to(audit_text(ARRAY[
        NEW.previous_hash, NEW.tenant_id::text, NEW.sequence::text, to_char(NEW.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
        NEW.actor_kind, NEW.actor_id, NEW.actor_name, NEW.action, NEW.subject_kind, NEW.subject_id, NEW.subject_name, NEW.address, NEW.agent,
        NEW.before, NEW.after
    ]), 'UTF8')), 'hex');
    UPDATE audit_head SET sequence = NEW.sequence, hash = NEW.hash WHERE tenant_id = NEW.tenant_id;
    RETURN NEW;
END
$$;

CREATE TRIGGER audit_chain BEFORE INSERT ON "audit_entry" FOR EACH ROW EXECUTE FUNCTION audit_chain();

CREATE FUNCTION audit_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The audit trail is only ever added to.';
END
$$;

CREATE TRIGGER audit_is_final BEFORE UPDATE OR DELETE ON "audit_entry" FOR EACH ROW EXECUTE FUNCTION audit_is_final();
CREATE TRIGGER audit_is_not_emptied BEFORE TRUNCATE ON "audit_entry" FOR EACH STATEMENT EXECUTE FUNCTION audit_is_final();
