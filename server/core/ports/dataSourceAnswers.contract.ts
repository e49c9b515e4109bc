import { expect, test } from 'vitest'
import type { Questioned } from '../../testing/dataSourceFixture.ts'

/** What the cells of an answer are, whatever the engine calls them. */
export const answersContract = ({ answer, has, firstRow }: Questioned) => {
  test('answers with the columns and rows of the query', async () => {
    const { columns, rows, truncated } = await answer('SELECT id, name, joined FROM customers ORDER BY id')
    expect(columns).toEqual([
      { name: 'id', kind: 'integer' },
      { name: 'name', kind: 'text' },
      { name: 'joined', kind: 'date' },
    ])
    expect(rows).toEqual([
      [1, 'Ada', '2024-02-29'],
      [2, 'Zoë 🦆', null],
    ])
    expect(truncated).toBe(false)
  })

  test('keeps the columns of an empty table', async () => {
    const { columns, rows, truncated } = await answer('SELECT id FROM nothing')
    expect({ columns, rows, truncated }).toEqual({
      columns: [{ name: 'id', kind: 'integer' }],
      rows: [],
      truncated: false,
    })
  })

  test('keeps two columns of one name apart', async ({ skip }) => {
    if (!has('repeated names')) skip('It refuses them.')
    expect(await answer('SELECT 1 AS a, 2 AS a')).toMatchObject({
      columns: [{ name: 'a' }, { name: 'a' }],
      rows: [[1, 2]],
    })
  })

  test('numbers are numbers where a double holds them, else text', async () => {
    expect(await firstRow('SELECT 9007199254740991, 9007199254740993, -9007199254740993')).toEqual([
      9007199254740991,
      '9007199254740993',
      '-9007199254740993',
    ])
    expect(
      await firstRow('SELECT CAST(12.50 AS DECIMAL(10, 2)), CAST(0.1 AS DOUBLE PRECISION), CAST(0.1 AS REAL)'),
    ).toEqual([12.5, 0.1, 0.1])
    expect(
      await firstRow(
        'SELECT CAST(12345678901234567890.12345 AS DECIMAL(38, 5)), CAST(0 AS DECIMAL(5, 2)), CAST(7.00 AS DECIMAL(5, 2))',
      ),
    ).toEqual(['12345678901234567890.12345', 0, 7])
    expect(await firstRow('SELECT count(*), sum(id), avg(id) FROM orders')).toEqual([1000, 500500, 500.5])
  })

  test('NaN and infinities are text', async ({ skip }) => {
    if (!has('nan')) skip('It has neither.')
    expect(
      await firstRow(
        `SELECT CAST('NaN' AS DOUBLE PRECISION), CAST('Infinity' AS DOUBLE PRECISION), CAST('-Infinity' AS DOUBLE PRECISION)`,
      ),
    ).toEqual(['NaN', 'Infinity', '-Infinity'])
  })

  test('dates and times are ISO 8601 text in UTC, whatever zone they came in', async () => {
    const { columns, rows } =
      await answer(`SELECT DATE '2024-02-29', TIMESTAMP '2024-02-29 23:59:59.5', TIMESTAMP '2024-02-29 01:02:03.123456',
        TIMESTAMP '1969-12-31 23:59:59.999999', CAST('12:34:56' AS TIME)`)
    expect(columns.map(({ kind }) => kind)).toEqual(['date', 'timestamp', 'timestamp', 'timestamp', 'time'])
    expect(rows).toEqual([
      [
        '2024-02-29',
        '2024-02-29T23:59:59.500Z',
        '2024-02-29T01:02:03.123456Z',
        '1969-12-31T23:59:59.999999Z',
        '12:34:56',
      ],
    ])
    const loaded = await answer('SELECT loaded_at FROM orders WHERE id = 1')
    expect([loaded.columns[0]?.kind, loaded.rows]).toEqual(['timestamptz', [['2023-12-31T22:00:00.000Z']]])
  })

  test('times with a zone and endless times come as literals too', async ({ skip }) => {
    if (!has('zoned literals')) skip('It has none.')
    expect(await firstRow(`SELECT TIMESTAMPTZ '2024-03-01 00:30:00+02', CAST('infinity' AS TIMESTAMP)`)).toEqual([
      '2024-02-29T22:30:00.000Z',
      'infinity',
    ])
  })

  test('nulls, booleans, text and unicode come as they are', async () => {
    const [row] = (await answer('SELECT paid FROM orders WHERE id IN (2, 3) ORDER BY id')).rows.map(([paid]) => paid)
    expect(row).toBe(false)
    expect(await firstRow(`SELECT NULL, TRUE, FALSE, '', 'Łódź 東京 🦆', 'it''s'`)).toEqual([
      null,
      ...(has('boolean literals') ? [true, false] : [1, 0]),
      '',
      'Łódź 東京 🦆',
      `it's`,
    ])
  })
}
