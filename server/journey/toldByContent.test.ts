import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Metric } from '../core/metric/metric.ts'
import { openAskedFiles } from '../testing/askedFiles.ts'

// A landing table that has other names for everything. Nobody told the lineage, and no name does: only its rows can.

const schemas = ['CREATE SCHEMA landing', 'CREATE SCHEMA dwh']
const landing = `CREATE TABLE landing.cdr AS SELECT md5(i::VARCHAR)::UUID AS rec_id, TIMESTAMP '2026-06-11' - INTERVAL 1 SECOND * (i * 48 + 1) AS st,
  ['BCN', 'MAD', 'VLC', 'SVQ', 'BIO'][(1 + hash(i, 1) % 5)::INT] AS zn, ['4G', '5G', '3G'][(1 + hash(i, 2) % 3)::INT] AS net,
  (20 + hash(i, 3) % 300)::INT AS dur, round(0.2 + (hash(i, 4) % 4000) / 1000.0, 3) AS chg, hash(i, 5) % 20 = 0 AS lost,
  TIMESTAMP '2026-06-11' - INTERVAL 1 SECOND * (i * 48 + 1 - hash(i, 6) % 200) AS ins_ts FROM range(60000) r(i)`
const step = `CREATE TABLE dwh.calls AS SELECT rec_id AS call_id, st AS started_at, zn AS zone, net AS network, dur AS duration_s, chg AS charge_eur
  FROM landing.cdr WHERE NOT lost`
const born = { there: { schema: 'landing', name: 'cdr' }, here: { schema: 'dwh', name: 'calls' } }
const since = (time: string, zone: string) => `${time} >= '2026-06-10' AND ${zone} = 'VLC'`
const charge: Metric = { kind: 'sum', column: 'charge_eur' }

let files: Awaited<ReturnType<typeof openAskedFiles>>
beforeAll(async () => {
  files = await openAskedFiles(born.here, '2026-06-10')
})
afterAll(() => files.close())

test('a sign that is flipped in the landing table is told to be flipped there, and how that is known', async () => {
  const flipped = `UPDATE landing.cdr SET chg = -chg WHERE ${since('st', 'zn')}`
  const { finding, problems } = await files.report([...schemas, landing, flipped, step], charge)
  expect({ cause: finding?.cause, origin: finding?.origin, segments: finding?.segments, problems }).toEqual({
    cause: 'signFlip',
    origin: born.there,
    segments: [[{ column: 'zone', value: 'VLC' }]],
    problems: [],
  })
  expect(finding?.upstream).toMatchObject([{ table: born.there, state: 'moved', byContent: true }])
  expect(finding?.confidences?.origin.limits).toContain('The table upstream was told by its content, not by lineage.')
})

test('rows that never came into the landing table are missing there', async () => {
  const gone = `DELETE FROM landing.cdr WHERE ${since('st', 'zn')}`
  expect(await files.ask([...schemas, landing, gone, step], { kind: 'rowCount' })).toMatchObject({
    cause: 'feedOutage',
    origin: born.there,
    problems: [],
  })
})

test('what goes wrong in the step between stays with the table that is made', async () => {
  const { finding, problems } = await files.report(
    [...schemas, landing, step, `UPDATE dwh.calls SET charge_eur = -charge_eur WHERE ${since('started_at', 'zone')}`],
    charge,
  )
  expect({ cause: finding?.cause, origin: finding?.origin, problems }).toEqual({
    cause: 'signFlip',
    origin: born.here,
    problems: [],
  })
  expect(finding?.upstream).toMatchObject([{ table: born.there, state: 'notMoved', byContent: true }])
  expect(
    await files.ask([...schemas, landing, step, `DELETE FROM dwh.calls WHERE ${since('started_at', 'zone')}`], {
      kind: 'rowCount',
    }),
  ).toMatchObject({ cause: 'restrictiveFilter', origin: born.here })
})

test('events of the same ids, and a table that knows them and nothing else, are not what the table is made from', async () => {
  const events = `CREATE TABLE landing.legs AS SELECT rec_id AS ref, st + INTERVAL 1 SECOND * leg AS at, zn AS place, net AS via, dur AS secs, chg AS price, leg
    FROM landing.cdr, range(3) l(leg)`
  const scores = `CREATE TABLE landing.scores AS SELECT rec_id AS ref, st + INTERVAL 90 SECOND AS rated_at, zn AS place, hash(rec_id) % 100 AS score, 'EUR' AS unit
    FROM landing.cdr`
  const ask = async (fault: string, metric: Metric) => {
    const { finding, problems } = await files.report(
      [...schemas, landing, step, events, scores, 'DROP TABLE landing.cdr', fault],
      metric,
    )
    return { origin: finding?.origin, upstream: finding?.upstream, problems }
  }
  const alone = { origin: born.here, upstream: [], problems: [] }
  const where = since('started_at', 'zone')
  expect(await ask(`UPDATE dwh.calls SET charge_eur = -charge_eur WHERE ${where}`, charge)).toEqual(alone)
  expect(await ask(`DELETE FROM dwh.calls WHERE ${where}`, { kind: 'rowCount' })).toEqual(alone)
})

const inCents = [
  'ALTER TABLE landing.cdr ADD COLUMN chg_ct VARCHAR',
  'UPDATE landing.cdr SET chg_ct = (round(chg * 100, 1))::VARCHAR',
  'ALTER TABLE landing.cdr DROP COLUMN chg',
]
const stepFromCents = `CREATE TABLE dwh.calls AS SELECT rec_id AS call_id, st AS started_at, zn AS zone, net AS network, dur AS duration_s, TRY_CAST(chg_ct AS DOUBLE) / 100 AS charge_eur
  FROM landing.cdr WHERE NOT lost`

test('an amount that is a text in cents there is followed; a comma that the cast does not read was written there', async () => {
  const comma = `UPDATE landing.cdr SET chg_ct = replace(chg_ct, '.', ',') WHERE ${since('st', 'zn')}`
  const commas = [...schemas, landing, ...inCents, comma, stepFromCents]
  const nulls: Metric = { kind: 'nullRate', column: 'charge_eur' }
  expect(await files.ask(commas, nulls)).toMatchObject({ cause: 'typeChange', origin: born.there, problems: [] })
  expect(await files.ask(commas, charge)).toMatchObject({ origin: born.there, problems: [] })
})

test('what moves an amount in the step between is not found among the cents of the landing table', async () => {
  const taxed = `UPDATE dwh.calls SET charge_eur = charge_eur * 10 WHERE ${since('started_at', 'zone')}`
  const { finding, problems } = await files.report([...schemas, landing, ...inCents, stepFromCents, taxed], {
    kind: 'average',
    column: 'charge_eur',
  })
  expect({ cause: finding?.cause, origin: finding?.origin, problems }).toEqual({
    cause: 'unitChange',
    origin: born.here,
    problems: [],
  })
  expect(finding?.upstream).toMatchObject([{ table: born.there, state: 'notMoved' }])
})
