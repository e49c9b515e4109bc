import type { Pool } from 'pg'
import type { Prisma, PrismaClient } from '../../prisma/generated/client.ts'
import { createModel } from '../adapters/model/createModel.ts'
import { createBudgetFeed } from '../adapters/postgres/budgetFeed.ts'
import { createBudgets } from '../adapters/postgres/budgets.ts'
import { createKeptAnswers } from '../adapters/postgres/keptAnswers.ts'
import { createModelLedger, createPayloads } from '../adapters/postgres/modelLedger.ts'
import { createModelSettings } from '../adapters/postgres/modelSettings.ts'
import { createSpending } from '../adapters/postgres/spending.ts'
import type { AuditWriter } from '../core/ports/auditTrail.ts'
import type { SecretBox } from '../core/ports/secretBox.ts'
import type { ModelEnvironment } from '../env.ts'

type Opened = {
  readonly pool: Pool
  readonly db: PrismaClient
  readonly secrets: SecretBox
  readonly audit: AuditWriter<Prisma.TransactionClient>
  readonly now: () => Date
}

/** A call that says nothing for a minute says nothing; what may pass is tried twice more. */
const bounds = { timeoutMs: 60_000, maxRetries: 2 } as const

/** The model with its ledger and settings, and what may be spent. */
export const openModel = (models: ModelEnvironment, { pool, db, secrets, audit, now }: Opened) => {
  const modelSettings = createModelSettings({ db, audit, secrets, now })
  return {
    modelSettings,
    hasModelKey: models.apiKey !== null,
    payloads: createPayloads({ pool, secrets }),
    model: createModel({
      ...models,
      ...bounds,
      settings: modelSettings,
      ledger: createModelLedger({ pool, secrets }),
      now,
    }),
    answers: createKeptAnswers(pool),
    spending: createSpending(pool),
    budgets: createBudgets({ db, audit, now }),
    budgetFeed: createBudgetFeed({ pool }),
  }
}
