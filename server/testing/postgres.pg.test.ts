import pg from 'pg'
import { expect, test } from 'vitest'
import { testDatabase } from './postgres.ts'

const namesIn = async (url: string): Promise<string[]> => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query<{ tablename: string }>(
    `SELECT tablename FROM pg_tables WHERE schemaname = 'public'`,
  )
  await client.end()
  return rows.map(row => row.tablename)
}

test('each test database is empty, its own, and gone once dropped', async () => {
  const [left, right] = [await testDatabase(), await testDatabase()]
  const client = new pg.Client({ connectionString: left.url })
  await client.connect()
  await client.query('CREATE TABLE mark (id int)')
  await client.end()
  expect(await namesIn(left.url)).toEqual(['mark'])
  expect(await namesIn(right.url)).toEqual([])
  await Promise.all([left.drop(), right.drop()])
  await expect(namesIn(left.url)).rejects.toThrow(/does not exist/)
})
