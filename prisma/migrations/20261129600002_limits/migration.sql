ALTER TABLE "api_key" ADD COLUMN "allowed_from" TEXT[] NOT NULL DEFAULT '{}';

-- What each caller has left to ask for. Lost in a crash, and no harm done: everybody begins with a full purse.
CREATE UNLOGGED TABLE "rate_purse" (
    "caller" TEXT NOT NULL,
    "points" DOUBLE PRECISION NOT NULL,
    "granted" DOUBLE PRECISION NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "rate_purse_pkey" PRIMARY KEY ("caller")
);
CREATE INDEX "rate_purse_at_idx" ON "rate_purse"("at");
