import { administer } from '../shared/administer.ts'

export type WarehouseSize = { readonly tables: number; readonly columns: number }

const SCHEMAS = 20
const words = ['order', 'user', 'payment', 'session', 'product', 'invoice', 'shipment', 'event', 'account', 'price']
const word = (index: number) => words[index % words.length] ?? ''

/** Of a hundred tables one is a view over the table before it. */
const isView = (index: number) => index % 100 === 99

const placeOf = (index: number) => `schema_${index % SCHEMAS}.${word(index)}_${index}`

const statementOf = (index: number, columns: number) => {
  if (isView(index)) return `CREATE VIEW ${placeOf(index)} AS SELECT * FROM ${placeOf(index - 1)}`
  const list = Array.from(
    { length: columns },
    (_none, place) =>
      `${word(index + place)}_${place} ${place === 0 ? 'bigint PRIMARY KEY' : place % 3 === 0 ? 'timestamptz' : 'text'}`,
  )
  return `CREATE TABLE ${placeOf(index)} (${list.join(', ')})`
}

const AT_ONCE = 100

/** A database of so many tables and views, and a role that may read them. */
export const fillWarehouse = async (serverUrl: string, { tables, columns }: WarehouseSize) => {
  const login = { database: 'warehouse', user: 'reader', password: 'reader-of-the-catalogue' }
  const url = new URL(serverUrl)
  const names = Array.from({ length: SCHEMAS }, (_none, index) => `schema_${index}`)
  const made = Array.from({ length: Math.ceil(tables / AT_ONCE) }, (_none, chunk) =>
    Array.from({ length: Math.min(AT_ONCE, tables - chunk * AT_ONCE) }, (_one, place) =>
      statementOf(chunk * AT_ONCE + place, columns),
    ).join('; '),
  )
  await administer(serverUrl, 'postgres', [
    'CREATE DATABASE warehouse',
    `CREATE ROLE ${login.user} LOGIN PASSWORD '${login.password}'`,
  ])
  await administer(serverUrl, 'warehouse', [
    ...names.map(name => `CREATE SCHEMA ${name}`),
    ...made,
    ...names.flatMap(name => [
      `GRANT USAGE ON SCHEMA ${name} TO ${login.user}`,
      `GRANT SELECT ON ALL TABLES IN SCHEMA ${name} TO ${login.user}`,
    ]),
    'ANALYZE pg_catalog.pg_class, pg_catalog.pg_attribute',
  ])
  return { ...login, host: url.hostname, port: Number(url.port), ssl: 'disable' }
}
