import { sameTable, type TableName } from '../../core/dataset/table.ts'
import type { SchemaHistory, SchemaPlace } from '../../core/ports/schemaHistory.ts'
import { formOf, type TableForm } from '../../core/schemaHistory/schemaDifference.ts'
import { pastOf } from '../../core/schemaHistory/schemaPast.ts'

type Kept = {
  readonly place: SchemaPlace
  readonly name: TableName
  readonly form: TableForm
  readonly from: Date
  until: Date | null
}
type Reading = { readonly place: SchemaPlace; readonly at: Date; readonly problem: string | null }

const same = (a: SchemaPlace, b: SchemaPlace) => a.tenantId === b.tenantId && a.dataSourceId === b.dataSourceId
const textOf = (form: TableForm) => JSON.stringify(form)

/** The history of schemas in memory, for tests; `sources` are the connected data sources. */
export const createMemorySchemaHistory = (sources: readonly SchemaPlace[] = []): SchemaHistory => {
  let kept: readonly Kept[] = []
  let readings: readonly Reading[] = []
  const endGone = (place: SchemaPlace, names: readonly TableName[], at: Date) => {
    const gone = kept.filter(
      each => same(each.place, place) && each.until === null && !names.some(name => sameTable(name, each.name)),
    )
    for (const each of gone) each.until = at
    readings = [...readings, { place, at, problem: null }]
    return gone.length
  }
  return {
    async record(place, { at, tables, isWhole }) {
      const open = kept.filter(each => same(each.place, place) && each.until === null)
      const ended = open.filter(({ name, form }) => {
        const now = tables.find(table => sameTable(table.name, name))
        return now && textOf(formOf(now)) !== textOf(form)
      })
      for (const each of ended) each.until = at
      const fresh = tables.filter(({ name }) => !open.some(each => each.until === null && sameTable(each.name, name)))
      kept = [...kept, ...fresh.map(table => ({ place, name: table.name, form: formOf(table), from: at, until: null }))]
      return (
        fresh.length +
        (isWhole
          ? endGone(
              place,
              tables.map(({ name }) => name),
              at,
            )
          : 0)
      )
    },
    async complete(place, { at, names, changes }) {
      return changes + endGone(place, names, at)
    },
    async recordFailure(place, at, problem) {
      readings = [...readings, { place, at, problem }]
    },
    async past(place, { tables, since }) {
      const seen = kept.filter(
        each =>
          same(each.place, place) &&
          tables.some(name => sameTable(name, each.name)) &&
          (each.until === null || each.until > since),
      )
      return pastOf(seen, {
        readings: readings.filter(each => same(each.place, place) && each.problem === null).map(({ at }) => at),
        since,
      })
    },
    async due({ readBefore, triedBefore, limit }) {
      const of = (place: SchemaPlace) => readings.filter(each => same(each.place, place))
      return sources
        .filter(
          place => !of(place).some(({ at, problem }) => at > triedBefore || (problem === null && at > readBefore)),
        )
        .slice(0, limit)
    },
    async forget(before) {
      const gone = kept.filter(({ until }) => until !== null && until < before)
      kept = kept.filter(each => !gone.includes(each))
      readings = readings.filter(({ at }) => at >= before)
      return gone.length
    },
  }
}
