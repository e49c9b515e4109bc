import { drawn, segmentsSql, sized, type Recipe } from '../recipe.ts'

/** The filter that leaves out deleted rows is gone: they come in from the table before, marked as deleted. */
export const deletesKept: Recipe = {
  id: 'F13',
  kind: 'deletesKept',
  scopes: ['everywhere', 'one'],
  lasts: 'permanent',
  born: 'here',
  dimensions: ({ feeds }) => feeds,
  fits: ({ raw }) => raw !== null && raw.restored !== null,
  inject: ({ random, strength, where, segments, base }) => {
    if (base.raw?.restored == null) throw new Error(`${base.name} has no deleted rows`)
    const { deleted, restored } = base.raw
    const own = [{ column: deleted, value: 'true' }]
    const share = sized({ random, strength }, { mild: [0.5, 0.6], medium: [0.7, 0.8], strong: [1, 1] })
    return {
      metric: random.pick([
        { kind: 'rowCount' },
        { kind: 'sum', column: base.amount },
        { kind: 'share', where: { column: deleted, operator: '=', value: true } },
      ]),
      statements: [
        `INSERT INTO ${base.table} BY NAME SELECT * FROM (${restored}) WHERE ${deleted} AND ${where}
        AND ${drawn(random, share, base.id)}`,
      ],
      segments: segments.length === 0 ? [[], [own]] : [segments, segments.map(segment => [...segment, ...own])],
      rows: `${where} AND ${segmentsSql([own])}`,
    }
  },
}
