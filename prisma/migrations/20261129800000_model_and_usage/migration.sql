CREATE TABLE "model_settings" (
    "tenant_id" UUID NOT NULL,
    "enabled" BOOLEAN NOT NULL,
    "key" BYTEA,
    "key_hint" TEXT,
    "reason_model" TEXT,
    "label_model" TEXT,
    "sharing" JSONB NOT NULL,
    "version" INTEGER NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "model_settings_pkey" PRIMARY KEY ("tenant_id")
);

CREATE TABLE "model_call" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "investigation_id" UUID NOT NULL,
    "data_source_id" UUID NOT NULL,
    "call_key" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "model" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "payload_hash" TEXT NOT NULL,
    "payload" BYTEA,
    "answer" BYTEA,
    "contents" JSONB NOT NULL,
    "cells" INTEGER NOT NULL,
    "masked_cells" INTEGER NOT NULL,
    "sharing" TEXT NOT NULL,
    "problem" TEXT,
    "tokens" JSONB,
    "estimate_micros" BIGINT NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "answered_at" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "model_call_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "usage_entry" (
    "investigation_id" UUID NOT NULL,
    "sequence" INTEGER NOT NULL,
    "part" INTEGER NOT NULL,
    "tenant_id" UUID NOT NULL,
    "data_source_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "resource" TEXT NOT NULL,
    "trigger" TEXT NOT NULL,
    "actor_id" TEXT,
    "input_tokens" BIGINT NOT NULL DEFAULT 0,
    "output_tokens" BIGINT NOT NULL DEFAULT 0,
    "cached_tokens" BIGINT NOT NULL DEFAULT 0,
    "rows" BIGINT NOT NULL DEFAULT 0,
    "ms" BIGINT NOT NULL DEFAULT 0,
    "cost_micros" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "usage_entry_pkey" PRIMARY KEY ("investigation_id","sequence","part")
);

CREATE TABLE "price" (
    "tenant_id" UUID NOT NULL,
    "resource" TEXT NOT NULL,
    "unit" TEXT NOT NULL,
    "valid_from" DATE NOT NULL,
    "micros" BIGINT NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "price_pkey" PRIMARY KEY ("tenant_id","resource","unit","valid_from")
);

CREATE TABLE "budget" (
    "tenant_id" UUID NOT NULL,
    "scope" UUID NOT NULL,
    "period" TEXT NOT NULL,
    "limit_micros" BIGINT NOT NULL,
    "version" INTEGER NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "budget_pkey" PRIMARY KEY ("tenant_id","scope","period")
);

CREATE TABLE "budget_notice" (
    "tenant_id" UUID NOT NULL,
    "scope" UUID NOT NULL,
    "period" TEXT NOT NULL,
    "span" TEXT NOT NULL,
    "level" INTEGER NOT NULL,
    "sequence" BIGSERIAL NOT NULL,
    "spent_micros" BIGINT NOT NULL,
    "limit_micros" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "budget_notice_pkey" PRIMARY KEY ("tenant_id","scope","period","span","level")
);

CREATE UNIQUE INDEX "model_call_investigation_id_call_key_key" ON "model_call"("investigation_id", "call_key");

CREATE INDEX "model_call_tenant_id_asked_at_idx" ON "model_call"("tenant_id", "asked_at" DESC);

CREATE INDEX "model_call_expires_at_idx" ON "model_call"("expires_at");

CREATE INDEX "usage_entry_tenant_id_at_idx" ON "usage_entry"("tenant_id", "at");

CREATE INDEX "budget_notice_tenant_id_sequence_idx" ON "budget_notice"("tenant_id", "sequence");
