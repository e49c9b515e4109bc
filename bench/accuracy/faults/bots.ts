import { drawn, replaced, segmentsSql, sized, dayLater, type Recipe } from '../recipe.ts'

/** A handful of visitors, by one agent from four addresses, click around the clock and never buy. */
export const bots: Recipe = {
  id: 'F12',
  kind: 'bots',
  scopes: ['everywhere', 'one'],
  lasts: 'lasting',
  born: 'source',
  dimensions: () => ['placement', 'platform'],
  fits: ({ roles }) => roles.bots !== null,
  inject: ({ random, strength, where, segments, base }) => {
    const { bots: role } = base.roles
    if (role === null) throw new Error(`${base.name} knows no bots`)
    const share = sized({ random, strength }, { mild: [0.15, 0.2], medium: [0.25, 0.4], strong: [0.5, 0.9] })
    const many = random.whole(4, 9)
    const who = role.named(`hash(${base.id}) % ${many}`)
    const time = `date_trunc('day', ${base.time}) + to_seconds((hash(${base.id}, 'flat') % 86400)::INT)`
    const own = role.marks
    return {
      metric: random.pick(role.metrics),
      // The clock of bots is flat, so those of a first, part day stay within it.
      statements: [
        `INSERT INTO ${base.table} SELECT * FROM (SELECT * REPLACE (${base.id} + ${base.idStep} AS ${base.id},
        ${base.fresh(4)} AS ${base.key},
        ${time} AS ${base.time}, ${who} AS ${role.who}, ${replaced(role.set)})
        FROM ${dayLater(base)} WHERE ${where} AND ${drawn(random, share, base.id)}) WHERE ${where}`,
      ],
      segments:
        segments.length === 0
          ? [[], [own], Array.from({ length: many }, (_, number) => [{ column: role.who, value: role.name(number) }])]
          : [segments, segments.map(segment => [...segment, ...own]), [own]],
      rows: `${where} AND ${segmentsSql([own])}`,
    }
  },
}
