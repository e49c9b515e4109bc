import { expect, test } from 'vitest'
import { anomaly, column, contextGathered, focus, measured, opened, series } from '../../../testing/facts.ts'
import { evolve, initial } from '../../investigation/state.ts'
import { asCase, type Case } from '../../measure/planned.ts'
import type { Answer, Cell } from '../../ports/dataSource.ts'
import { maskAnswers, maskCells } from './maskAnswers.ts'

const made = asCase([opened, contextGathered, ...measured].reduce(evolve, initial))
if (!made) throw new Error('The case is made of these facts')
const table = {
  ...focus.table,
  columns: [
    column('id', 'integer'),
    column('country', 'text', 4),
    column('email'),
    column('note'),
    column('full_name'),
    column('phone', 'integer'),
  ] as const,
}
const listed = { ...series, cardinalities: [{ column: 'country', alert: 4, normal: 4 }] }
const state: Case = { ...made, anomaly, signals: [listed], focus: { ...focus, table } }

const answer = (...rows: readonly (readonly Cell[])[]): Answer => ({
  columns: table.columns.map(({ name, kind }) => ({ name, kind })),
  rows,
  truncated: false,
  elapsedMs: 1,
})

test('the same value has the same token in both answers, whatever its case', () => {
  const { answers, masked } = maskAnswers(state, [
    answer([1, 'Germany', 'Ada@example.com', 'call +49 170 1234567', 'Ada Lovelace', 491701234567]),
    answer(
      [2, 'Spain', 'ada@example.com', null, 'Grace Hopper', 491701234567],
      [3, 'Spain', 'g@example.com', 'ok 17', 'Ada Lovelace', null],
    ),
  ])
  expect(answers.map(({ rows }) => rows)).toEqual([
    [[1, 'Germany', 'email_1', 'call phone_1', 'name_1', 'phone_1']],
    [
      [2, 'Spain', 'email_1', null, 'name_2', 'phone_1'],
      [3, 'Spain', 'email_2', 'ok 17', 'name_1', null],
    ],
  ])
  expect(masked).toEqual(['email', 'note', 'full_name', 'phone'])
})

test('lists of values, ids, codes and times stay as they are', () => {
  const plain = answer([4111, 'France', 'orders_4.csv', '7.4.0', '', null])
  const free = {
    ...plain,
    columns: plain.columns.map(each => (each.name === 'full_name' ? { ...each, name: 'status' } : each)),
  }
  expect(maskAnswers(state, [free])).toEqual({ answers: [free], masked: [] })
})

test('a card number is masked though it is kept as a whole number', () => {
  expect(maskAnswers(state, [answer([4111111111111111, null, null, null, null, null])]).answers[0]?.rows).toEqual([
    ['card_1', null, null, null, null, null],
  ])
})

type Named = readonly [name: string, kind: Answer['columns'][number]['kind']]
const cells = (columns: readonly Named[], rows: readonly (readonly Cell[])[]): Answer => ({
  columns: columns.map(([name, kind]) => ({ name, kind })),
  rows,
  truncated: false,
  elapsedMs: 1,
})
const freely = { listed: new Set<string>(), hidden: new Set<string>() }

test('a national id has one token however it is spelt, in columns of its name and in prose', () => {
  const columns = [
    ['ref', 'integer'],
    ['ssn', 'decimal'],
    ['ssn_checked_at', 'timestamp'],
    ['note', 'text'],
  ] as const
  const rows = [
    [1, 78051120, '2026-11-01', 'his is 078-05-1120'],
    [2, null, '2026-11-02', 'rssmra85t10a562s or RSSMRA85T10A562S'],
  ]
  const { answers, masked } = maskCells([cells(columns, rows)], freely)
  expect(answers[0]?.rows).toEqual([
    [1, 'nationalId_1', '2026-11-01', 'his is nationalId_1'],
    [2, null, '2026-11-02', 'nationalId_2 or nationalId_2'],
  ])
  expect(masked).toEqual(['ssn', 'note'])
})

test('whole numbers that all pass one check are national ids; a column of which one does not stays', () => {
  const passing = [149382716, 174074074, 420987654, 643209876, 803703703, 927160493]
  const column = (values: readonly number[]) =>
    cells(
      [['person_ref', 'integer']],
      values.map(value => [value]),
    )
  const masked = (values: readonly number[]) => maskCells([column(values.slice(0, 3)), column(values.slice(3))], freely)
  expect(masked(passing).answers.flatMap(({ rows }) => rows.flat())).toEqual(
    passing.map((_, at) => `nationalId_${at + 1}`),
  )
  expect(masked([...passing, 149382717]).masked).toEqual([])
  expect(masked(passing.slice(1)).masked).toEqual([])
})
