import { expect, test } from 'vitest'
import { formatSql } from './formatSql.ts'
import { sqlTokens } from './sqlTokens.ts'

const QUERIES = [
  `SELECT 1`,
  `WITH b AS (SELECT "a""b", 'it''s; -- no comment' AS t FROM "s"."t" WHERE x BETWEEN 1 AND 2 AND y IN (1, 2))
    SELECT count(*) FILTER (WHERE t IS NULL) FROM b GROUP BY 1 ORDER BY 1 DESC LIMIT 10`,
  `SELECT a::text, b ->> 'k', $$ raw ' text $$, 1.5e-3 FROM t LEFT OUTER JOIN u ON t.id = u.id`,
  `SELECT 1 -- to the end\n, 2 /* a block */`,
]
const words = (sql: string) =>
  sqlTokens(sql)
    .filter(({ kind }) => kind !== 'space')
    .map(({ text }) => text)

test.each(QUERIES)('splits into tokens that give the text again: %s', sql => {
  expect(
    sqlTokens(sql)
      .map(({ text }) => text)
      .join(''),
  ).toBe(sql)
})

test.each(QUERIES)('changes nothing but spaces: %s', sql => {
  expect(words(formatSql(sql))).toEqual(words(sql))
})

test('puts each clause, column and condition on its line', () => {
  expect(formatSql(`SELECT a, count(*) FROM t WHERE d BETWEEN 1 AND 2 AND e = 3 GROUP BY a`)).toBe(
    'SELECT a,\n  count(*)\nFROM t\nWHERE d BETWEEN 1 AND 2\n  AND e = 3\nGROUP BY a',
  )
})

test('leaves a text with comments as it is, since a comment ends with its line', () => {
  const sql = 'SELECT 1 -- one\nFROM t'
  expect(formatSql(sql)).toBe(sql)
})
