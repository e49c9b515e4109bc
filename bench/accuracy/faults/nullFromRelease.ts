import { drawn, moment, quote, segmentsSql, type Recipe } from '../recipe.ts'

const versions = ['4.5.9', '4.6.0', '4.7.0', '5.0.0'] as const

/** A new app version appears, spreads over the mobile channel within hours, and no longer sends some fields. */
export const nullFromRelease: Recipe = {
  id: 'F16', kind: 'nullFromRelease', scopes: ['one', 'two'], dimensions: ['origin_region', 'payment_method', 'haul'], lasts: 'lasting',
  inject: ({ random, strength, scope, onset, until, segments: drawnSegments }) => {
    const version = random.pick(versions)
    const [field, ...others] = random.shuffle(['passenger_id', 'loyalty_id', 'meal']).slice(0, random.whole(1, 3))
    const part = scope === 'two' ? drawnSegments.slice(0, 1).map(segment => segment.slice(0, 1)) : []
    const window = `departed_at >= ${moment(onset)} AND departed_at < ${moment(until)} AND channel = 'mobile'`
    const spread = `0.3 + 0.45 * (1 - exp(-date_diff('minute', ${moment(onset)}, departed_at) / 600.0))`
    const share = strength === 'strong' ? random.between(0.6, 1) : random.between(0.2, 0.4)
    const own = { column: 'app_version', value: version }
    const segment = [own, ...part[0] ?? []]
    return {
      metric: { kind: 'nullRate', column: field ?? 'meal' },
      statements: [
        `UPDATE flights SET app_version = '${version}' WHERE ${window} AND hash(flight_id, ${quote(String(random.next()))}) % 100000 / 100000.0 < ${spread}`,
        `UPDATE flights SET ${[field, ...others].map(name => `${name} = NULL`).join(', ')}
          WHERE ${window} AND app_version = '${version}' AND ${segmentsSql(part)} AND ${drawn(random, share)}`,
      ],
      segments: [[segment], [[...segment, { column: 'channel', value: 'mobile' }]]],
      note: 'app_version implies channel = mobile',
    }
  },
}
