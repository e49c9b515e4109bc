import { drawn, replaced, segmentsSql, sized, dayLater, type Recipe } from '../recipe.ts'

/** Testers' rows among the real ones: a few accounts, made-up names, amounts of nothing or 1.23, in bursts. */
export const testData: Recipe = {
  id: 'F11',
  kind: 'testData',
  scopes: ['everywhere'],
  lasts: 'lasting',
  born: 'source',
  fits: ({ roles }) => roles.testers.length > 0,
  inject: ({ random, strength, where, base }) => {
    const { set, marks } = random.pick(base.roles.testers)
    const share = sized({ random, strength }, { mild: [0.06, 0.1], medium: [0.12, 0.2], strong: [0.25, 0.45] })
    // In bursts of a few minutes at the hour.
    const time = `date_trunc('hour', ${base.time}) + to_seconds((hash(${base.id}) % 420)::INT)`
    const insert = `INSERT INTO ${base.table} SELECT * REPLACE (${base.id} + ${base.idStep} AS ${base.id}, ${base.fresh(3)} AS ${base.key},
      ${time} AS ${base.time}, ${replaced(set)})
      FROM ${dayLater(base)} WHERE ${where} AND ${drawn(random, share, base.id)}`
    const subsets = Array.from({ length: 2 ** marks.length }, (_, bits) =>
      marks.filter((_mark, index) => ((bits >> index) & 1) === 1),
    )
    return {
      metric: random.pick([
        { kind: 'rowCount' },
        { kind: 'average', column: base.amount },
        { kind: 'average', column: base.amount },
      ]),
      statements: [insert],
      // All marks say the same rows: any of them, some together, or none is right.
      segments: subsets.map(subset => (subset.length === 0 ? [] : [subset])),
      rows: `${where} AND ${segmentsSql([marks])}`,
    }
  },
}
