import { afterAll, expect, test } from 'vitest'
import type { DialectName } from '../../core/ports/queryGuard.ts'
import { warehouseContext } from './corpus/warehouse.ts'
import { createQueryGuard } from './createQueryGuard.ts'

const guard = createQueryGuard()
afterAll(() => guard.close())

const shape = async (sql: string, dialect: DialectName = 'postgres') => {
  const checked = await guard.check(sql, { dialect, context: warehouseContext(dialect) })
  return checked.ok ? checked.value.shape : `${checked.problem.code}: ${sql}`
}
const isSame = async (one: string, other: string, dialect?: DialectName) => {
  const shapes = [await shape(one, dialect), await shape(other, dialect)]
  expect(shapes.filter(each => each.includes(':'))).toEqual([])
  return shapes[0] === shapes[1]
}

const day = (from: string, to: string, country = 'DE') =>
  `SELECT region, count(*) AS n FROM public.orders WHERE created_at >= TIMESTAMP '${from}' AND created_at < TIMESTAMP '${to}' AND "country" = '${country}' GROUP BY region`

test('other days and other values are the same shape', async () => {
  expect(
    await isSame(
      day('2026-06-12 00:00:00', '2026-06-13 00:00:00'),
      day('2025-01-01 08:00:00', '2025-01-02 00:00:00', `O''Brien`),
    ),
  ).toBe(true)
  expect(
    await isSame('SELECT id FROM orders o WHERE o.amount <> 5', 'SELECT id FROM orders o WHERE o.amount <> 7.25'),
  ).toBe(true)
  expect(
    await isSame(
      `SELECT id FROM orders WHERE region NOT IN ('a', 'b')`,
      `SELECT id FROM orders WHERE region NOT IN ('c', 'd')`,
    ),
  ).toBe(true)
  expect(
    await isSame('SELECT id FROM `orders` WHERE `amount` > 5', 'SELECT id FROM `orders` WHERE `amount` > 7', 'mysql'),
  ).toBe(true)
}, 60_000)

const base = `SELECT region, count(*) AS n FROM orders WHERE amount > 5 GROUP BY region LIMIT 10`
const ranked = 'SELECT x FROM (SELECT region AS x, row_number() OVER () AS rn FROM orders) q WHERE rn <= 1'

test.each([
  ['another column that is selected', base, base.replaceAll('region', 'email')],
  ['another column that is compared', base, base.replace('amount >', 'user_id >')],
  ['another table', 'SELECT id FROM orders WHERE id = 1', 'SELECT id FROM users WHERE id = 1'],
  ['another schema in front', 'SELECT id FROM orders WHERE id = 1', 'SELECT id FROM public.orders WHERE id = 1'],
  ['another function', base, base.replace('count(*)', 'sum(amount)')],
  ['another comparison', base, base.replace('>', '<')],
  ['another kind of value', `SELECT id FROM orders WHERE status = '5'`, `SELECT id FROM orders WHERE status = 5`],
  ['one condition less', 'SELECT id FROM orders WHERE id = 1 AND user_id = 2', 'SELECT id FROM orders WHERE id = 1'],
  [
    'or in place of and',
    'SELECT id FROM orders WHERE id = 1 AND user_id = 2',
    'SELECT id FROM orders WHERE id = 1 OR user_id = 2',
  ],
  [
    'brackets elsewhere',
    'SELECT id FROM orders WHERE (id = 1 OR id = 2) AND id = 3',
    'SELECT id FROM orders WHERE id = 1 OR (id = 2 AND id = 3)',
  ],
  ['a longer list', 'SELECT id FROM orders WHERE id IN (1, 2)', 'SELECT id FROM orders WHERE id IN (1, 2, 3)'],
  ['another limit', base, base.replace('10', '10000')],
  [
    'another place of a column',
    'SELECT region, email FROM orders ORDER BY 1',
    'SELECT region, email FROM orders ORDER BY 2',
  ],
  [
    'another path into JSON',
    `SELECT payload ->> 'type' AS x FROM orders`,
    `SELECT payload ->> 'user' AS x FROM orders`,
  ],
  ['a longer piece of a text', 'SELECT left(email, 2) AS x FROM orders', 'SELECT left(email, 200) AS x FROM orders'],
  ['another pattern', `SELECT id FROM orders WHERE email LIKE 'a@%'`, `SELECT id FROM orders WHERE email LIKE '%'`],
  [
    'another unit',
    `SELECT date_trunc('year', created_at) AS x FROM orders`,
    `SELECT date_trunc('second', created_at) AS x FROM orders`,
  ],
  [
    'a condition that is always true',
    'SELECT id FROM orders WHERE id = 5 AND 1 = 0',
    'SELECT id FROM orders WHERE id = 5 AND 1 = 1',
  ],
  [
    'fewer rows per group',
    'SELECT region FROM orders GROUP BY region HAVING count(*) > 20',
    'SELECT region FROM orders GROUP BY region HAVING count(*) > 0',
  ],
  ['another rank, by its alias', ranked, ranked.replace('<= 1', '<= 1000')],
] as const)(
  'not the same shape: %s',
  async (_title, one, other) => {
    expect(await isSame(one, other)).toBe(false)
    expect(await isSame(one, one)).toBe(true)
  },
  60_000,
)

test('what MySQL may take for a string is no column', async () => {
  const texts = [
    'SELECT `id` FROM `orders` WHERE `id` = 5 AND "id" = \'id\'',
    'SELECT `id` FROM `orders` WHERE `id` = 5 AND "id" = \'x\'',
  ] as const
  const shapes = [await shape(texts[0], 'mysql'), await shape(texts[1], 'mysql')]
  // The guard may refuse both, which is as good.
  expect(shapes[0]).not.toBe(shapes[1])
}, 60_000)
