import { duckdbFile, type DuckdbFile } from './duckdbFile.ts'
import { createMemoryModelLedger } from '../adapters/memory/modelLedger.ts'
import { createModel } from '../adapters/model/createModel.ts'
import type { Sharing } from '../core/model/terms.ts'
import type { Model } from '../core/ports/model.ts'
import type { Spending } from '../core/ports/spending.ts'
import type { Metric } from '../core/metric/metric.ts'
import { investigate, type Investigated } from './investigate.ts'
import { startScriptedModel, type Received, type Script } from './scriptedModel.ts'

export const shopDay = '2026-06-12'

/** Texts that must never leave: one in each column that holds text, on the alert's day, and a few on days before it. */
export const canaries = {
  country: 'CANARY-COUNTRY-7d1',
  channel: 'CANARY-CHANNEL-0c2',
  status: 'CANARY-STATUS-9f3',
  email: 'canary.9a1@leak.example',
  phone: '+49 170 7654321',
  card: '4111111111111111',
  iban: 'DE89370400440532013000',
  full_name: 'Canaria Leakova',
  note: 'CANARY-NOTE: ring at the blue door, my social security number is 078-05-1120',
} as const

const statements = [
  'CREATE SCHEMA shop',
  'CREATE MACRO u(i, s) AS (hash(i, s) % 1000003) / 1000003.0',
  `CREATE TABLE shop.orders AS
   WITH days AS (SELECT d::DATE AS day, (600 + 40 * u(epoch(d), 'n'))::INT AS n FROM generate_series(TIMESTAMP '2026-05-01', TIMESTAMP '2026-06-13', INTERVAL 1 DAY) t(d)),
   made AS (SELECT row_number() OVER (ORDER BY day, k) AS i, day + to_seconds((k * 86399 / n)::INT) AS placed FROM (SELECT day, n, unnest(range(n)) AS k FROM days))
   SELECT i AS order_id, placed AS ordered_at, (['DE', 'FR', 'ES', 'IT'])[1 + floor(u(i, 'c') * 4)::INT] AS country, (['web', 'app', 'shop'])[1 + floor(u(i, 'h') * 3)::INT] AS channel,
     (['paid', 'sent', 'open'])[1 + floor(u(i, 's') * 3)::INT] AS status, floor(u(i, 'u') * 5000)::INT AS user_id, (10 + 90 * u(i, 'a'))::DECIMAL(10, 2) AS amount,
     'user' || floor(u(i, 'u') * 5000)::INT || '@mail.example' AS email, '+49 30 ' || (1000000 + i)::VARCHAR AS phone, NULL::VARCHAR AS card, NULL::VARCHAR AS iban,
     (['Ada Lovelace', 'Grace Hopper', 'Alan Turing'])[1 + floor(u(i, 'f') * 3)::INT] AS full_name, CASE WHEN u(i, 't') < .01 THEN 'please ring twice' END AS note
   FROM made ORDER BY placed`,
  ...[shopDay, '2026-06-05', '2026-05-29'].map(
    (day, index) => `UPDATE shop.orders SET ${Object.entries(canaries)
      .map(([column, text]) => `${column} = '${text}'`)
      .join(', ')}
   WHERE order_id IN (SELECT order_id FROM shop.orders WHERE ordered_at::DATE = '${day}' ORDER BY order_id LIMIT ${3 - index})`,
  ),
]

/** Rows that are gone for no reason that any column tells. */
export const vanished = `DELETE FROM shop.orders WHERE ordered_at >= '${shopDay}' AND ordered_at < '2026-06-13' AND u(order_id, 'gone') < .35`
/** Most orders of the app no longer say who is signed in; what tells these from the others is in no column. */
export const forgetful = `UPDATE shop.orders SET user_id = NULL WHERE ordered_at >= '${shopDay}' AND channel = 'app' AND u(order_id, 'forgot') < .85`

export const userNulls: Metric = { kind: 'nullRate', column: 'user_id' }

type Asked = {
  readonly script: Script | null
  readonly metric?: Metric
  readonly sharing?: Sharing
  readonly spending?: Spending
  readonly key?: string
  readonly hints?: readonly string[]
}
type Answered = Investigated & {
  readonly received: readonly Received[]
  readonly ledger: ReturnType<typeof createMemoryModelLedger>
}

export type ModelShop = {
  readonly file: DuckdbFile
  readonly ask: (asked: Asked) => Promise<Answered>
}

type Place = { readonly path: string; readonly question: Parameters<typeof investigate>[0]['question'] }

/** An investigation of a DuckDB file with a model that follows a script, or with none; and what left for the model. */
export const investigateWith = async (
  { path, question }: Place,
  { script, sharing = 'aggregates', spending, key = 'key-1', hints = [] }: Omit<Asked, 'metric'>,
): Promise<Answered> => {
  const server = await startScriptedModel(script ?? (() => ({ kind: 'status', status: 500, type: 'api_error' })))
  const ledger = createMemoryModelLedger()
  const settings = { enabled: true, keyHint: null, reasonModel: null, labelModel: null, sharing: {}, version: 0 }
  const made = createModel({
    apiKey: key,
    baseUrl: server.baseUrl,
    reasonModel: 'strong',
    labelModel: 'fast',
    timeoutMs: 5_000,
    maxRetries: 0,
    ledger,
    now: () => new Date(),
    settings: { settingsOf: async () => settings, keyOf: async () => null },
  })
  const model: Model = {
    ...made,
    termsFor: async (...of) => {
      const terms = await made.termsFor(...of)
      return terms && { ...terms, sharing }
    },
  }
  try {
    return {
      ...(await investigate(
        { path, question },
        { ...(script ? { model } : {}), ...(spending ? { spending } : {}), hints },
      )),
      received: server.received,
      ledger,
    }
  } finally {
    await server.stop()
  }
}

/** A shop in which something happened, to be investigated with a model that follows a script, or with none. */
export const createModelShop = async (...happened: readonly string[]): Promise<ModelShop> => {
  const file = await duckdbFile([...statements, ...happened])
  const question = {
    table: { schema: 'shop', name: 'orders' },
    day: shopDay,
    timeColumn: 'ordered_at',
    timeZone: 'UTC',
    wholeTable: false,
  }
  return {
    file,
    ask: ({ metric = { kind: 'rowCount' }, ...asked }) =>
      investigateWith({ path: file.path, question: { ...question, metric } }, asked),
  }
}
