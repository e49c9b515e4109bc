CREATE TABLE "sign_up" (
    "token_hash" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "sign_up_pkey" PRIMARY KEY ("token_hash")
);
CREATE UNIQUE INDEX "sign_up_email_key" ON "sign_up"("email");
