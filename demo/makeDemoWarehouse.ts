import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { openDuckDbFile, type DuckDbFile } from './duckDbFile.ts'
import { scenarios, type Scenario } from './scenarios/index.ts'
import { shopKeys, shopTables, type ShopTable } from './shop.ts'

export type DemoDataSource = { readonly name: string; readonly path: string }

const names: readonly ShopTable[] = ['customers', 'products', 'orders', 'order_items', 'payments', 'sessions']

/** The columns as DuckDB would write them, with the keys the rows honour (DuckDB enforces what is declared). */
const createTable = async (
  file: DuckDbFile,
  { schema, name, real, loose }: Pick<Scenario, 'schema' | 'real' | 'loose'> & { name: ShopTable },
) => {
  const { primaryKey, foreignKeys } = shopKeys[name]
  const columns = await file.rows(`DESCRIBE work.main.${name}`)
  const isLoose = (column: string) => loose.includes(`${name}.${column}`)
  const kept = foreignKeys.filter(
    ([column, parent]) => real.includes(parent) && !isLoose(column) && !isLoose(`${column} -> ${parent}`),
  )
  const lines = [
    ...columns.map(column => `${String(column.column_name)} ${String(column.column_type)}`),
    ...(isLoose(primaryKey) ? [] : [`PRIMARY KEY (${primaryKey})`]),
    ...kept.map(
      ([column, parent]) => `FOREIGN KEY (${column}) REFERENCES ${schema}.${parent} (${shopKeys[parent].primaryKey})`,
    ),
  ]
  await file.run(
    `CREATE TABLE ${schema}.${name} (${lines.join(', ')})`,
    `INSERT INTO ${schema}.${name} FROM work.main.${name}`,
  )
}

const writeScenario = async (file: DuckDbFile, { schema, real, loose, busyDay, statements }: Scenario) => {
  await file.run("ATTACH ':memory:' AS work", 'USE work.main')
  if (busyDay === null) for (const name of real) await file.run(`CREATE TABLE ${name} AS FROM warehouse.shop.${name}`)
  else await file.run(...shopTables(busyDay))
  await file.run(...statements, 'USE warehouse.shop', `CREATE SCHEMA ${schema}`)
  for (const name of names) {
    if (real.includes(name)) await createTable(file, { schema, name, real, loose })
    else await file.run(`CREATE VIEW ${schema}.${name} AS FROM shop.${name}`)
  }
  await file.run('DETACH work')
}

const writeShop = async (file: DuckDbFile) => {
  await file.run(
    'CREATE SCHEMA shop',
    "ATTACH ':memory:' AS work",
    'USE work.main',
    ...shopTables(),
    'USE warehouse.shop',
  )
  for (const name of names) await createTable(file, { schema: 'shop', name, real: names, loose: [] })
  await file.run('DETACH work')
}

/**
 * Writes the demo's online shop into `folder`: one DuckDB file, the healthy shop in schema `shop`, and beside it one schema per scenario that holds
 * the tables something happened to and views of the rest. The answers are not in it.
 */
export const makeDemoWarehouse = async (
  folder: string,
  chosen: readonly Scenario[] = scenarios,
): Promise<{ dataSources: readonly DemoDataSource[] }> => {
  await mkdir(folder, { recursive: true })
  const path = join(folder, 'warehouse.duckdb')
  await rm(path, { force: true })
  await rm(`${path}.wal`, { force: true })
  const file = await openDuckDbFile(path)
  await writeShop(file)
  for (const scenario of chosen) if (scenario.schema !== 'shop') await writeScenario(file, scenario)
  await file.close()
  return { dataSources: [{ name: 'Online shop', path }] }
}
