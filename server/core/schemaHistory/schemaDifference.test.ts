import { expect, test } from 'vitest'
import type { Column } from '../dataset/table.ts'
import { nonEmpty } from '../shared/nonEmpty.ts'
import { changeTime, differenceText } from './schemaChange.ts'
import { compareForms, compareSchemas, type NamedForm, type TableForm } from './schemaDifference.ts'

const column = (text: string): Column => {
  const [name = '', nativeType = 'INTEGER', nullable = 'null'] = text.split(' ')
  return { name, nativeType, kind: 'integer', nullable: nullable === 'null', distinctEstimate: null }
}
const form = (...columns: readonly string[]): TableForm => {
  const made = nonEmpty(columns.map(column))
  if (!made) throw new Error('A table has columns')
  return { isView: false, columns: made, primaryKey: null, foreignKeys: [] }
}
const name = { schema: 'shop', name: 'orders' }
const told = (before: TableForm, after: TableForm) => compareForms(name, before, after).map(differenceText)
const named = (text: string, made: TableForm): NamedForm => ({ name: { schema: 'shop', name: text }, form: made })

test('the same form has no differences', () => {
  expect(told(form('id', 'amount DOUBLE'), form('id', 'amount DOUBLE'))).toEqual([])
})

test('each difference of a table is told with what was and what is', () => {
  expect(told(form('id', 'amount DOUBLE'), form('id', 'amount VARCHAR'))).toEqual([
    'Column amount of shop.orders changed its type from DOUBLE to VARCHAR',
  ])
  expect(told(form('id', 'note VARCHAR'), form('id'))).toEqual(['shop.orders lost the column note'])
  expect(told(form('id'), form('id', 'note VARCHAR'))).toEqual(['shop.orders got the column note (VARCHAR)'])
  expect(told(form('id INTEGER null'), form('id INTEGER not'))).toEqual([
    'Column id of shop.orders was nullable and is not null',
  ])
  expect(told(form('id'), { ...form('id'), primaryKey: ['id'] })).toEqual([
    'The primary key of shop.orders was none and is id',
  ])
})

test('a column that went where one of its type came is a renamed one; another type is not', () => {
  expect(told(form('id', 'user BIGINT'), form('id', 'user_id BIGINT'))).toEqual([
    'Column user of shop.orders seems to be user_id now',
  ])
  expect(told(form('id', 'user BIGINT'), form('id', 'user_id VARCHAR'))).toEqual([
    'shop.orders lost the column user',
    'shop.orders got the column user_id (VARCHAR)',
  ])
  expect(told(form('a', 'b', 'c'), form('c', 'd', 'e'))).toEqual([
    'Column b of shop.orders seems to be d now',
    'shop.orders lost the column a',
    'shop.orders got the column e (INTEGER)',
  ])
})

test('a table that went where one of the same make came is a renamed one; two alike are not guessed at', () => {
  const kinds = (before: readonly NamedForm[], after: readonly NamedForm[]) =>
    compareSchemas(before, after).map(({ kind }) => kind)
  const made = form('id', 'amount DOUBLE')
  expect(kinds([named('orders', made)], [named('orders_v2', made)])).toEqual(['tableRenamed'])
  expect(kinds([named('orders', made)], [named('orders_v2', form('id'))])).toEqual(['tableRemoved', 'tableAdded'])
  expect(kinds([named('orders', made)], [named('a', made), named('b', made)])).toEqual([
    'tableRemoved',
    'tableAdded',
    'tableAdded',
  ])
  expect(kinds([named('orders', made)], [named('orders', form('id'))])).toEqual(['columnRemoved'])
})

test('when it came is told as closely as the readings allow', () => {
  expect(changeTime({ seenBefore: '2026-11-10T02:00:00.000Z', seenAt: '2026-11-10T09:00:00.000Z' })).toBe(
    'on 2026-11-10',
  )
  expect(changeTime({ seenBefore: '2026-11-08T02:00:00.000Z', seenAt: '2026-11-10T09:00:00.000Z' })).toBe(
    'between 2026-11-08 and 2026-11-10',
  )
  expect(changeTime({ seenBefore: null, seenAt: '2026-11-10T09:00:00.000Z' })).toBe('before 2026-11-10')
})
