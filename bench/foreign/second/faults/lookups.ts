import { bare } from '../../business.ts'
import { distinctOf, nullsOf, rebuilt, shareOf, type Fault } from '../../fault.ts'
import { midnight } from '../../faults/times.ts'
import { betweenOf, both, change, entryOf, fit, is, level, named, sinceOf, some } from '../../scene.ts'
import { list, text } from '../../sql.ts'

/** A key as a join writes it that does not find it. */
const otherwise = (keys: readonly string[], column: string) => {
  if (keys.every(key => key.startsWith('0'))) return `ltrim(${column}, '0')`
  return keys.some(key => key !== key.toLowerCase()) ? `lower(${column})` : `lpad(${column}, 8, '0')`
}
const nextKey = (key: string) => key.replace(/\d+$/, number => String(Number(number) + 1).padStart(number.length, '0'))

export const lookups: readonly Fault[] = [
  {
    kind: 'lookupMiss',
    way: 'dimensionPadded',
    make: scene => {
      const site = betweenOf(scene)
      const { table, key, keyThere, brings } = fit(scene.business.roles.lookup)
      const keys = scene.random.shuffle(key.values.slice(0, 6)).slice(0, level(scene, [1, 2, 4]))
      const since = sinceOf(scene)('watched')
      const some = fit(brings[0])
      const padded = scene.random.pick([`${keyThere} || ' '`, `'000' || ${keyThere}`])
      return {
        edits: [
          { after: 'end', sql: [`UPDATE ${table} SET ${keyThere} = ${padded} WHERE ${keyThere} IN (${list(keys)})`] },
          rebuilt(scene, since),
        ],
        metrics: brings.flatMap(column => [nullsOf(column), nullsOf(column), distinctOf(column)]),
        segments: [keys.map(value => [{ column: key.name, value }]), [[{ column: some.name, value: null }]]],
        origins: [bare(table), bare(site.table)],
        rows: `${since} AND ${some.name} IS NULL`,
        alsoRight: ['orphanKeys'],
        lasts: true,
      }
    },
  },
  {
    kind: 'lookupMiss',
    way: 'keyWrittenOtherwise',
    make: scene => {
      const site = betweenOf(scene)
      const { key, keyThere, brings } = fit(scene.business.roles.lookup)
      const since = sinceOf(scene)('watched')
      const some = fit(brings[0])
      const [old, fresh] = [
        `.${keyThere} = r.${fit(key.source)}`,
        `.${keyThere} = ${otherwise(key.values, `r.${fit(key.source)}`)}`,
      ]
      return {
        edits: [rebuilt(scene, since, sql => sql.replace(old, fresh))],
        metrics: brings.flatMap(column => [nullsOf(column), distinctOf(column)]),
        segments: [[], [[{ column: some.name, value: null }]]],
        origins: [bare(site.table)],
        rows: `${since} AND ${some.name} IS NULL`,
        alsoRight: ['orphanKeys'],
        lasts: true,
      }
    },
  },
  {
    kind: 'orphanKeys',
    way: 'parentLate',
    make: scene => {
      betweenOf(scene)
      const { table, key, brings } = fit(scene.business.roles.lookup)
      const site = entryOf(scene)
      const value = nextKey(fit(key.values.at(-1)))
      fit(!key.values.includes(value))
      const share = level(scene, [0.05, 0.12, 0.3])
      const cond = both(sinceOf(scene), some(scene.business.roles.who, share, 'opened'))
      const bringing = fit(brings[0])
      return {
        edits: [change(site, [[key, text(value)]], cond)],
        metrics: [...brings.map(nullsOf), ...brings.map(nullsOf), distinctOf(key), shareOf(key, value)],
        segments: [[[{ column: key.name, value }]], [[{ column: bringing.name, value: null }]]],
        origins: [bare(site.table), bare(table), bare(scene.business.watched)],
        rows: is(key, value)('watched'),
        alsoRight: ['lookupMiss', 'newCategory'],
        lasts: true,
      }
    },
  },
  {
    kind: 'orphanKeys',
    way: 'parentsPurged',
    make: scene => {
      const site = betweenOf(scene)
      const at = midnight(scene)
      const { table, key, keyThere, brings } = fit(scene.business.roles.lookup)
      const since = sinceOf(at)('watched')
      const bringing = fit(brings[0])
      const count = Math.max(1, Math.round(key.values.length * level(scene, [0.2, 0.4, 0.7])))
      const keys = scene.random.shuffle(key.values).slice(0, count)
      const purged = `DELETE FROM ${table} WHERE ${keyThere} IN (${list(keys)})`
      return {
        edits: [
          { after: 'end', sql: [`CREATE TABLE ${table}_archive AS SELECT * FROM ${table}`, purged] },
          rebuilt(at, since),
        ],
        metrics: brings.flatMap(column => [nullsOf(column), distinctOf(column)]),
        segments: [keys.map(value => [{ column: key.name, value }]), [[{ column: bringing.name, value: null }]]],
        origins: [bare(table), bare(site.table)],
        rows: `${since} AND ${named(bringing, 'watched')} IS NULL`,
        alsoRight: ['lookupMiss'],
        onsets: [{ at: scene.day, precision: 'day' }],
        lasts: true,
      }
    },
  },
]
