import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import type { Table } from '../dataset/table.ts'
import { asId, type DataSourceId, type TenantId } from '../shared/ids.ts'
import type { SchemaHistory, SchemaPlace } from './schemaHistory.ts'

/** A history, and the place of a connected data source in it. */
export type HistoryUnderTest = {
  readonly history: SchemaHistory
  readonly place: SchemaPlace
  readonly other: SchemaPlace
}

const day = (number: number) => new Date(Date.UTC(2026, 10, number))
const column = (name: string, nativeType = 'INTEGER') => ({
  name,
  nativeType,
  kind: 'integer' as const,
  nullable: true,
  distinctEstimate: null,
})
const orders = (...columns: readonly ReturnType<typeof column>[]): Table => ({
  name: { schema: 'shop', name: 'orders' },
  isView: false,
  columns: [column('id'), ...columns],
  primaryKey: ['id'],
  foreignKeys: [],
  rowEstimate: 10,
})
const users: Table = { ...orders(), name: { schema: 'shop', name: 'users' } }
const both = { tables: [orders().name, users.name], since: day(1) }

/** What every history of schemas does. */
export const schemaHistoryContract = (title: string, make: () => HistoryUnderTest | Promise<HistoryUnderTest>) => {
  test(`${title}: what the first reading finds did not just come`, async () => {
    const { history, place } = await make()
    expect(await history.past(place, both)).toEqual({ knownSince: null, changes: [] })
    expect(await history.record(place, { at: day(2), tables: [orders(), users], isWhole: true })).toBe(2)
    expect(await history.past(place, both)).toEqual({ knownSince: day(2).toISOString(), changes: [] })
  })

  test(`${title}: a changed type came between the reading that saw the old one last and the one that saw the new one first`, async () => {
    const { history, place } = await make()
    await history.record(place, { at: day(2), tables: [orders(column('amount')), users], isWhole: true })
    expect(await history.record(place, { at: day(3), tables: [orders(column('amount')), users], isWhole: true })).toBe(
      0,
    )
    expect(
      await history.record(place, { at: day(4), tables: [orders(column('amount', 'VARCHAR')), users], isWhole: true }),
    ).toBe(1)
    const change = { kind: 'typeChanged', table: orders().name, column: 'amount', before: 'INTEGER', after: 'VARCHAR' }
    expect((await history.past(place, both)).changes).toEqual([
      { ...change, seenBefore: day(3).toISOString(), seenAt: day(4).toISOString() },
    ])
    expect((await history.past(place, { ...both, since: day(5) })).changes).toEqual([])
  })

  test(`${title}: a whole reading ends what it does not find, a reading of some tables does not`, async () => {
    const { history, place } = await make()
    await history.record(place, { at: day(2), tables: [orders(), users], isWhole: true })
    expect(await history.record(place, { at: day(3), tables: [orders()], isWhole: false })).toBe(0)
    expect((await history.past(place, both)).changes).toEqual([])
    expect(await history.record(place, { at: day(4), tables: [orders()], isWhole: true })).toBe(1)
    expect((await history.past(place, both)).changes).toMatchObject([
      { kind: 'tableRemoved', table: users.name, seenAt: day(4).toISOString() },
    ])
    await history.record(place, { at: day(5), tables: [orders(), users], isWhole: true })
    expect((await history.past(place, both)).changes.map(({ kind }) => kind)).toEqual(['tableRemoved', 'tableAdded'])
  })

  test(`${title}: a reading in parts is as good as one in a piece, once it is complete`, async () => {
    const { history, place } = await make()
    await history.record(place, { at: day(5), tables: [orders(), users], isWhole: true })
    const changes = await history.record(place, { at: day(6), tables: [orders(column('amount'))], isWhole: false })
    expect((await history.past(place, both)).changes).toMatchObject([{ kind: 'columnAdded' }])
    const due = () => history.due({ readBefore: day(5), triedBefore: day(5), limit: 10 })
    expect(await due()).toContainEqual(place)
    expect(await history.complete(place, { at: day(6), names: [orders().name], changes })).toBe(2)
    expect(await due()).not.toContainEqual(place)
    const gone = {
      kind: 'tableRemoved',
      table: users.name,
      seenBefore: day(5).toISOString(),
      seenAt: day(6).toISOString(),
    }
    expect((await history.past(place, both)).changes).toMatchObject([{ kind: 'columnAdded' }, gone])
    expect(await history.complete(place, { at: day(7), names: [orders().name], changes: 0 })).toBe(0)
  })

  test(`${title}: another data source and another tenant have a history of their own`, async () => {
    const { history, place, other } = await make()
    await history.record(place, { at: day(2), tables: [orders()], isWhole: true })
    const stranger = { ...place, tenantId: asId<TenantId>(randomUUID()) }
    for (const elsewhere of [other, stranger, { ...place, dataSourceId: asId<DataSourceId>(randomUUID()) }]) {
      expect(await history.past(elsewhere, both)).toEqual({ knownSince: null, changes: [] })
    }
    expect((await history.past(place, both)).knownSince).toBe(day(2).toISOString())
  })

  test(`${title}: a data source is due until it was read, and waits after a reading that failed`, async () => {
    const { history, place, other } = await make()
    const due = async (readBefore: Date, triedBefore: Date) =>
      (await history.due({ readBefore, triedBefore, limit: 10 })).map(({ dataSourceId }) => dataSourceId)
    expect((await due(day(2), day(2))).toSorted()).toEqual([place.dataSourceId, other.dataSourceId].toSorted())
    await history.record(place, { at: day(3), tables: [orders()], isWhole: true })
    await history.recordFailure(other, day(3), 'It does not answer.')
    expect(await due(day(2), day(2))).toEqual([])
    expect(await due(day(2), day(4))).toEqual([other.dataSourceId])
    expect((await due(day(4), day(4))).toSorted()).toEqual([place.dataSourceId, other.dataSourceId].toSorted())
  })

  test(`${title}: what ended long ago is forgotten, what still is never`, async () => {
    const { history, place } = await make()
    await history.record(place, { at: day(2), tables: [orders()], isWhole: true })
    await history.record(place, { at: day(3), tables: [orders(column('amount'))], isWhole: true })
    expect(await history.forget(day(3))).toBe(0)
    expect(await history.forget(day(4))).toBe(1)
    expect(await history.record(place, { at: day(5), tables: [orders(column('amount'))], isWhole: true })).toBe(0)
  })
}
