import { expect, test } from 'vitest'
import { orders } from '../../testing/facts.ts'
import { neverAsk } from './policy.ts'
import { touchedBy } from './queryRequest.ts'
import { aliasesOf, lostAlias, wordsOf } from './words.ts'

test('names are read outside strings and comments, in any quotes', () => {
  const words = wordsOf('SELECT "user""id", `b`, country FROM t WHERE c = \'amount\' -- note\n/* day */')
  expect(['user"id', 'b', 'country', 'c'].every(name => words.has(name))).toBe(true)
  expect(['amount', 'note'].some(name => words.has(name))).toBe(false)
  expect(wordsOf('SELECT count(*) FROM t').has('*')).toBe(false)
  expect([wordsOf('SELECT * FROM t').has('*'), wordsOf('SELECT a, t.* FROM t').has('*')]).toEqual([true, true])
})

test('no way of quoting hides a name', () => {
  const hiding = [
    `SELECT E'\\'', email FROM t WHERE x = ''`,
    `SELECT "a'b", email, "c'd" FROM t`,
    "SELECT `a'b`, email, `c'd` FROM t",
    `SELECT 1 # '\n, email FROM t # '`,
    `SELECT $$'$$, email, $$'$$ FROM t`,
    `SELECT '/*', email, '*/' FROM t`,
    `SELECT /* ' */ email /* ' */ FROM t`,
    'SELECT /*! email */ FROM t',
  ]
  expect(hiding.filter(sql => !wordsOf(sql).has('email'))).toEqual([])
})

test('a text that lost a name its answer is read by is told by that name', () => {
  const sql = 'SELECT count(*) AS n, max(x) AS "Top" FROM t WHERE y = \'AS z\''
  expect(aliasesOf(sql)).toEqual(['n', 'top'])
  expect(lostAlias(sql, 'SELECT count(*) AS n FROM t')).toBe('top')
  expect(lostAlias(sql, 'SELECT 1 AS "Top", 2 AS n FROM t')).toBeNull()
})

test('what a query touches are the columns it speaks of, and all of them where it takes all', () => {
  const read = (text: string) =>
    touchedBy({ text, hash: 'h', tables: [orders.name] }, [orders], { ...neverAsk, sensitiveColumns: ['amount'] })
  expect(read('SELECT sum("amount") FROM "shop"."orders" WHERE country = \'user_id\'')).toEqual({
    tables: [orders.name],
    columns: ['country', 'amount'],
    sensitive: ['amount'],
    rows: 1000,
  })
  expect(read('SELECT * FROM shop.orders').columns).toHaveLength(orders.columns.length)
})
