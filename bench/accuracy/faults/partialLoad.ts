import { moment, quote, type Recipe } from '../recipe.ts'

/** The newest day is still being loaded: nothing after the cut, and before it the more missing the newer. Every other table ends at the cut, too. */
export const partialLoad: Recipe = {
  id: 'F02',
  kind: 'partialLoad',
  scopes: ['everywhere'],
  lasts: 'pulse',
  born: 'here',
  newest: true,
  fits: () => true,
  inject: ({ random, strength, onset, base }) => {
    const day = onset.slice(0, 10)
    const hour = { mild: random.whole(17, 18), medium: random.whole(15, 16), strong: random.whole(11, 14) }[strength]
    const cut = moment(`${day} ${hour}:00:00`)
    const minutesLate = `-ln((hash(${base.id}, ${quote(String(random.next()))}) % 100000 + 1) / 100001.0) * 45`
    const others = [...base.siblings, ...(base.raw === null ? [] : [{ table: base.raw.table, time: base.time }])]
    return {
      metric: random.pick([{ kind: 'rowCount' }, { kind: 'sum', column: base.amount }, { kind: 'freshness' }]),
      statements: [
        `DELETE FROM ${base.table} WHERE ${base.time} >= ${cut} - INTERVAL 8 HOUR AND ${base.time} + to_minutes((${minutesLate})::INT) > ${cut}`,
        `UPDATE ${base.table} SET ${base.loaded} = ${cut} + to_seconds((hash(${base.file.column}) % 300)::INT) WHERE ${base.loaded} > ${cut}`,
        ...others.map(({ table, time }) => `DELETE FROM ${table} WHERE ${time} >= ${cut}`),
      ],
      // In the hour before the cut more than half of the rows are missing: there the deficit begins.
      segments: [[]],
      onsets: [{ at: `${day}T${String(hour - 1).padStart(2, '0')}:00:00Z`, precision: 'hour' }],
    }
  },
}
