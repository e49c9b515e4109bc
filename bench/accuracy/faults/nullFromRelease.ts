import { drawn, moment, quote, segmentsSql, sized, type Recipe } from '../recipe.ts'

/** A new release appears, spreads within hours, and no longer sends some fields. */
export const nullFromRelease: Recipe = {
  id: 'F16',
  kind: 'nullFromRelease',
  scopes: ['one', 'two'],
  lasts: 'lasting',
  born: 'source',
  fits: () => true,
  dimensions: ({ dimensions, client }) => Object.keys(dimensions).filter(name => name !== client.holds.column),
  inject: ({ random, strength, scope, onset, until, segments: drawnSegments, base }) => {
    const { column, holds, versions, fields } = base.client
    const version = random.pick(versions)
    const nulled = random.shuffle(fields).slice(0, random.whole(1, 3))
    const part = scope === 'two' ? drawnSegments.slice(0, 1).map(segment => segment.slice(0, 1)) : []
    const window = `${base.time} >= ${moment(onset)} AND ${base.time} < ${moment(until)} AND ${segmentsSql([[holds]])}`
    const spread = `0.3 + 0.45 * (1 - exp(-date_diff('minute', ${moment(onset)}, ${base.time}) / 600.0))`
    const own = { column, value: version }
    const segment = [own, ...(part[0] ?? [])]
    const rows = `${window} AND ${segmentsSql([segment])}`
    return {
      metric: { kind: 'nullRate', column: nulled[0] ?? '' },
      statements: [
        `UPDATE ${base.table} SET ${column} = '${version}' WHERE ${window}
          AND hash(${base.id}, ${quote(String(random.next()))}) % 100000 / 100000.0 < ${spread}`,
        `UPDATE ${base.table} SET ${nulled.map(name => `${name} = NULL`).join(', ')} WHERE ${rows}
          AND ${drawn(
            random,
            sized({ random, strength }, { mild: [0.2, 0.35], medium: [0.4, 0.6], strong: [0.7, 1] }),
            base.id,
          )}`,
      ],
      // The release implies where it runs: naming that besides is the same rows.
      segments: [[segment], [[...segment, holds]]],
    }
  },
}
