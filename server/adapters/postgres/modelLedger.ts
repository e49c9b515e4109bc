import { createHash, randomUUID } from 'node:crypto'
import type pg from 'pg'
import type { Begun, LedgerCall, ModelLedger, Tokens } from '../../core/ports/modelLedger.ts'
import { modelCallPlace, type SecretBox } from '../../core/ports/secretBox.ts'
import { DEFAULT_PRIVACY } from '../../core/privacy/privacy.ts'
import type { TenantId } from '../../core/shared/ids.ts'
import { budgetText, usedUp } from '../../core/usage/budget.ts'
import { inTransaction } from './inTransaction.ts'
import { lockBudgets, readStandings } from './spending.ts'

type Options = { readonly pool: pg.Pool; readonly secrets: SecretBox }

type Row = {
  readonly id: string
  readonly state: string
  readonly answer: Buffer | null
  readonly tokens: Tokens | null
}

/** The ledger in PostgreSQL. Rows of one tenant begin one after another, so that each sees what the others may still cost. */
export const createModelLedger = (options: Options): ModelLedger => ({
  exclusively: ({ ref, key }, work) => exclusively(options.pool, `${ref.investigationId} ${key}`, work),
  begin: call => inTransaction(options.pool, client => begin(options, client, call)),
  async end({ tenantId }, callId, outcome) {
    const answered = 'answer' in outcome
    await options.pool.query(
      `UPDATE model_call SET state = $3, answer = $4, problem = $5, tokens = $6, answered_at = now() WHERE id = $1 AND tenant_id = $2`,
      [
        callId,
        tenantId,
        answered ? 'answered' : 'failed',
        answered ? Buffer.from(options.secrets.seal(modelCallPlace(tenantId, callId, 'answer'), outcome.answer)) : null,
        answered ? null : outcome.problem,
        outcome.tokens === null ? null : JSON.stringify(outcome.tokens),
      ],
    )
  },
})

/** A session's lock: it falls with the process that holds it. */
const exclusively = async <Value>(pool: pg.Pool, name: string, work: () => Promise<Value>): Promise<Value> => {
  const client = await pool.connect()
  const key = createHash('sha256').update(name).digest().readBigInt64BE(0)
  let broken = true
  try {
    while (
      !(await client.query<{ got: boolean }>('SELECT pg_try_advisory_lock($1) AS got', [String(key)])).rows[0]?.got
    )
      await client.query('SELECT pg_sleep(0.2)')
    const value = await work().finally(async () => {
      await client.query('SELECT pg_advisory_unlock($1)', [String(key)])
    })
    broken = false
    return value
  } finally {
    client.release(broken)
  }
}

const begin = async ({ secrets }: Options, client: pg.PoolClient, call: LedgerCall): Promise<Begun> => {
  const { tenantId, investigationId } = call.ref
  await lockBudgets(client, tenantId)
  await client.query(
    'UPDATE model_call SET payload = NULL, answer = NULL WHERE tenant_id = $1 AND expires_at < now() AND payload IS NOT NULL',
    [tenantId],
  )
  const {
    rows: [found],
  } = await client.query<Row>(
    'SELECT id, state, answer, tokens FROM model_call WHERE investigation_id = $1 AND call_key = $2 AND tenant_id = $3',
    [investigationId, call.key, tenantId],
  )
  const kept =
    found?.state === 'answered' && found.answer && found.tokens
      ? secrets.open(modelCallPlace(tenantId, found.id, 'answer'), found.answer)
      : null
  if (found?.tokens && kept?.ok)
    return { state: 'answered', callId: found.id, answer: kept.value, tokens: found.tokens }
  const { micros, priced } = await estimate(client, call)
  const standings = await readStandings(client, { ...call.ref, dataSourceId: call.dataSourceId })
  const spent = usedUp(standings)
  if (spent) return { state: 'no-budget', message: `Nothing was sent to the model: ${budgetText(spent)} is used up.` }
  if (standings.length > 0 && !priced) {
    return {
      state: 'no-budget',
      message: `Nothing was sent to the model: the price book has no price for ${call.model}, so no budget could hold. An admin can add it.`,
    }
  }
  const callId = found?.id ?? randomUUID()
  await write(client, {
    call,
    callId,
    micros,
    payload: Buffer.from(secrets.seal(modelCallPlace(tenantId, callId, 'payload'), call.payload)),
  })
  return { state: 'send', callId }
}

const estimate = async (client: pg.PoolClient, { ref, model, most }: LedgerCall) => {
  const { rows } = await client.query<{ unit: string; micros: string }>(
    `SELECT DISTINCT ON (unit) unit, micros FROM price WHERE tenant_id = $1 AND resource = $2 AND valid_from <= (now() AT TIME ZONE 'UTC')::date ORDER BY unit, valid_from DESC`,
    [ref.tenantId, model],
  )
  const of = (unit: string) => BigInt(rows.find(row => row.unit === unit)?.micros ?? 0)
  return {
    micros: (BigInt(most.inputTokens) * of('input') + BigInt(most.outputTokens) * of('output')) / 1_000_000n,
    priced: rows.length > 0,
  }
}

type Writing = { readonly call: LedgerCall; readonly callId: string; readonly micros: bigint; readonly payload: Buffer }

const write = (client: pg.PoolClient, { call, callId, micros, payload }: Writing) =>
  client.query(
    `INSERT INTO model_call (id, tenant_id, investigation_id, data_source_id, call_key, purpose, model, state, payload_hash, payload, contents, cells, masked_cells,
     sharing, estimate_micros, asked_at, expires_at)
   VALUES ($1, $2, $3, $4, $5, $6, $7, 'sent', $8, $9, $10, $11, $12, $13, $14, now(), now() + coalesce((SELECT payload_days FROM tenant_privacy WHERE tenant_id = $2), $15) * interval '1 day')
   ON CONFLICT (investigation_id, call_key) DO UPDATE SET state = 'sent', payload_hash = excluded.payload_hash, payload = excluded.payload,
     contents = excluded.contents, cells = excluded.cells, masked_cells = excluded.masked_cells, estimate_micros = excluded.estimate_micros, problem = NULL,
     asked_at = excluded.asked_at, spent_at = NULL, expires_at = excluded.expires_at`,
    [
      callId,
      call.ref.tenantId,
      call.ref.investigationId,
      call.dataSourceId,
      call.key,
      call.purpose,
      call.model,
      createHash('sha256').update(call.payload).digest('hex'),
      payload,
      JSON.stringify(call.contents),
      sum(call, 'cells'),
      sum(call, 'masked'),
      call.sharing,
      String(micros),
      DEFAULT_PRIVACY.payloadDays,
    ],
  )

const sum = ({ contents }: LedgerCall, of: 'cells' | 'masked') => contents.reduce((total, each) => total + each[of], 0)

/** What left with a call, opened for people who may see it; null where it is not this tenant's, or forgotten by now. */
export const createPayloads =
  ({ pool, secrets }: Options) =>
  async (tenantId: TenantId, callId: string): Promise<string | null> => {
    const {
      rows: [row],
    } = await pool.query<{ payload: Buffer | null }>(
      'SELECT payload FROM model_call WHERE tenant_id = $1 AND id::text = $2',
      [tenantId, callId],
    )
    const opened = row?.payload ? secrets.open(modelCallPlace(tenantId, callId, 'payload'), row.payload) : null
    return opened?.ok ? opened.value : null
  }
