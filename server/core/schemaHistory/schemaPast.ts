import { tableText, type TableName } from '../dataset/table.ts'
import type { SchemaChange, SchemaPast } from './schemaChange.ts'
import { compareForms, type SchemaDifference, type TableForm } from './schemaDifference.ts'

/** A form of a table and how long it was read so; `until` null: it is still so. */
export type SeenForm = {
  readonly name: TableName
  readonly form: TableForm
  readonly from: Date
  readonly until: Date | null
}

type Known = { readonly readings: readonly Date[]; readonly since: Date }

/** What happened to tables, from the forms they had, oldest first, and the times at which the whole schema was read. */
export const pastOf = (seen: readonly SeenForm[], { readings, since }: Known): SchemaPast => {
  const [wholeSince] = readings
  const dated = (
    differences: readonly SchemaDifference[],
    at: Date,
    was: Date | undefined,
  ): readonly SchemaChange[] => {
    const seenBefore = latest([readings.findLast(reading => reading < at), was])
    return differences.map(difference => ({ ...difference, seenBefore, seenAt: at.toISOString() }))
  }
  const changes = [...new Set(seen.map(({ name }) => tableText(name)))].flatMap(text => {
    const forms = seen.filter(({ name }) => tableText(name) === text)
    return forms.flatMap((now, place) => {
      const was = forms[place - 1]
      const came =
        was?.until?.getTime() === now.from.getTime()
          ? compareForms(now.name, was.form, now.form)
          : appeared(now, wholeSince)
      const next = forms[place + 1]
      const went =
        now.until !== null && next?.from.getTime() !== now.until.getTime()
          ? [{ kind: 'tableRemoved', table: now.name, column: null, before: null, after: null } as const]
          : []
      return [...dated(came, now.from, was?.from), ...(now.until ? dated(went, now.until, now.from) : [])]
    })
  })
  return {
    knownSince: earliest([wholeSince, seen[0]?.from]),
    changes: changes
      .filter(({ seenAt }) => seenAt > since.toISOString())
      .toSorted((a, b) => (a.seenAt < b.seenAt ? -1 : a.seenAt > b.seenAt ? 1 : 0)),
  }
}

const known = (times: readonly (Date | undefined)[]) => times.flatMap(time => time?.toISOString() ?? []).toSorted()
const earliest = (times: readonly (Date | undefined)[]) => known(times)[0] ?? null
const latest = (times: readonly (Date | undefined)[]) => known(times).at(-1) ?? null

/** What the first look at a whole schema finds was there before anybody looked. */
const appeared = ({ name, from }: SeenForm, first: Date | undefined): readonly SchemaDifference[] =>
  first !== undefined && from > first
    ? [{ kind: 'tableAdded', table: name, column: null, before: null, after: null }]
    : []
