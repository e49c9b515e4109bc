import { expect, test, vi } from 'vitest'
import { createModelShop, forgetful, userNulls } from '../testing/modelShop.ts'
import { answering, prediction, proposal, toldIn } from '../testing/scripts.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 })

/** A word that is in every value, column and hypothesis of one tenant and nowhere else. */
const ofTenant = (word: string) => ({
  word,
  happened: [
    forgetful,
    `ALTER TABLE shop.orders RENAME COLUMN status TO ${word}_state`,
    `UPDATE shop.orders SET country = '${word}_' || country`,
    `ALTER TABLE shop.orders ADD COLUMN ${word}_flag INTEGER`,
  ],
  script: answering({
    propose: {
      ...proposal(
        prediction({
          claim: `${word} lost its users`,
          sql: `SELECT avg(CASE WHEN user_id IS NULL THEN 1.0 ELSE 0 END) FROM shop.orders WHERE {{rows}} AND ${word}_flag IS NULL`,
        }),
      ),
      wantsMore: true,
    },
    draft: { sentences: [{ text: `${word} has a null rate of user_id in shop.orders.`, cites: ['e1'] }] },
  }),
})

test('of two tenants side by side nothing of one is in any byte that leaves for the other', async () => {
  const [alpha, beta] = [ofTenant('quokka'), ofTenant('wombat')]
  const shops = await Promise.all([createModelShop(...alpha.happened), createModelShop(...beta.happened)])
  try {
    const [mine, theirs] = await Promise.all([
      shops[0].ask({ script: alpha.script, metric: userNulls, sharing: 'open', key: 'key-of-quokka' }),
      shops[1].ask({ script: beta.script, metric: userNulls, sharing: 'open', key: 'key-of-wombat' }),
    ])
    // The control: each does tell its own, in the values, the names and what it thought of.
    expect(mine.received.length).toBeGreaterThan(3)
    expect(mine.received.every(({ bytes }) => bytes.includes('quokka'))).toBe(true)
    expect(toldIn(theirs.received[1]?.body ?? { model: '', system: [], tools: [], messages: [] })).toContain(
      'wombat lost its users',
    )
    expect(mine.received.filter(({ bytes }) => bytes.includes('wombat'))).toEqual([])
    expect(theirs.received.filter(({ bytes }) => bytes.includes('quokka'))).toEqual([])
    expect([new Set(mine.received.map(({ key }) => key)), new Set(theirs.received.map(({ key }) => key))]).toEqual([
      new Set(['key-of-quokka']),
      new Set(['key-of-wombat']),
    ])
  } finally {
    await Promise.all(shops.map(({ file }) => file.remove()))
  }
})
