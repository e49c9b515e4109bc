import { bare, type Col } from '../business.ts'
import { distinctOf, nullsOf, type Fault } from '../fault.ts'
import {
  anyPlace,
  both,
  change,
  fit,
  inPlace,
  level,
  named,
  placed,
  sinceOf,
  siteOf,
  some,
  type Scene,
  type Site,
} from '../scene.ts'

import { chosen, dimOf, recoded } from '../recode.ts'
/** A code as another system writes it. */
const codes: readonly ((code: string) => string)[] = [
  code => code.replace(/^0+/, ''),
  code => `${code.slice(0, 2)}-${code.slice(2)}`,
  code => `${code}.0`,
]

const allText = (
  scene: Scene,
  { site, column, to, when = 'true' }: { site: Site; column: Col; to: (from: string) => string; when?: string },
) => {
  const place = anyPlace(scene)
  const from = named(column, site.side)
  const cond = both(sinceOf(scene), inPlace(place), side => `${named(column, side)} IS NOT NULL AND ${when}`)
  return {
    edits: [change(site, [[column, to(from)]], cond)],
    metrics: [distinctOf(column), distinctOf(column), { kind: 'duplicateRate', columns: [column.name] } as const],
    segments: placed(place),
    origins: [bare(site.table)],
    rows: both(sinceOf(scene), inPlace(place), () => `${column.name} IS NOT NULL`)('watched'),
    lasts: true,
  }
}

export const texts: readonly Fault[] = [
  {
    kind: 'valueRecoded',
    way: 'renamed',
    make: scene => {
      const site = siteOf(scene)
      const column = dimOf(scene, site)
      const renames = [
        (value: string) => `${value}_v2`,
        (value: string) => `New ${value}`,
        (value: string) => value.slice(0, 1).repeat(3),
      ]
      const rename = scene.random.pick(renames)
      return recoded(scene, { site, column, pairs: chosen(scene, column.values).map(value => [value, rename(value)]) })
    },
  },
  {
    kind: 'valueRecoded',
    way: 'toCodes',
    make: scene => {
      const site = siteOf(scene)
      const column = dimOf(scene, site)
      const first = scene.random.pick([1, 10, 101])
      return recoded(scene, {
        site,
        column,
        pairs: column.values.map((value, index) => [value, String(first + index)]),
      })
    },
  },
  {
    kind: 'caseDrift',
    way: 'otherCase',
    make: scene => {
      const site = siteOf(scene)
      const column = dimOf(scene, site, value => /\p{L}{2}/u.test(value))
      const upper = column.values.every(value => value.toUpperCase() === value)
      return recoded(scene, {
        site,
        column,
        pairs: chosen(scene, column.values).map(value => [value, upper ? value.toLowerCase() : value.toUpperCase()]),
      })
    },
  },
  {
    kind: 'caseDrift',
    way: 'whiteSpace',
    make: scene => {
      const site = siteOf(scene)
      const column = dimOf(scene, site)
      const drift = scene.random.pick([(value: string) => `${value} `, (value: string) => ` ${value}`])
      return recoded(scene, { site, column, pairs: chosen(scene, column.values).map(value => [value, drift(value)]) })
    },
  },
  {
    kind: 'truncatedText',
    way: 'freeText',
    make: scene => {
      const column = fit(scene.random.shuffle(scene.business.roles.texts)[0])
      const length = level(scene, [24, 16, 10])
      return allText(scene, { site: siteOf(scene), column, to: from => `left(${from}, ${length})` })
    },
  },
  {
    kind: 'truncatedText',
    way: 'valuesCut',
    make: scene => {
      const site = siteOf(scene)
      const length = level(scene, [7, 6, 4])
      const column = dimOf(scene, site, value => [...value].length > length)
      const cut = (value: string) => [...value].slice(0, length).join('')
      return recoded(scene, {
        whole: true,
        site,
        column,
        pairs: column.values.filter(value => cut(value) !== value).map(value => [value, cut(value)]),
      })
    },
  },
  {
    kind: 'truncatedText',
    way: 'keysCut',
    make: scene => {
      const { who } = scene.business.roles
      const site = siteOf(scene)
      return allText(scene, {
        site,
        column: who,
        to: from => `left(${from}, length(${from}) - ${level(scene, [1, 1, 2])})`,
      })
    },
  },
  {
    kind: 'formatDrift',
    way: 'codes',
    make: scene => {
      const column = fit(scene.business.roles.code)
      const site = siteOf(scene)
      const write = scene.random.pick(codes)
      const damage = recoded(scene, {
        site,
        column,
        pairs: chosen(scene, column.values).map(value => [value, write(value)]),
      })
      const { lookup } = scene.business.roles
      const missing = site.side === 'landing' && lookup?.key.name === column.name ? lookup.brings : []
      return {
        ...damage,
        metrics: [...damage.metrics, ...missing.map(nullsOf)],
        alsoRight: missing.length > 0 ? ['lookupMiss', 'orphanKeys'] : [],
      }
    },
  },
  {
    kind: 'formatDrift',
    way: 'keys',
    make: scene => {
      const { who } = scene.business.roles
      const site = siteOf(scene)
      const share = level(scene, [0.3, 0.5, 0.7])
      const write = scene.random.pick([
        (from: string) => `regexp_replace(${from}, '[^0-9]', '', 'g')`,
        (from: string) => `lower(${from}) || '-0'`,
        (from: string) => `regexp_replace(${from}, '([A-Za-z+]+)', '\\1-')`,
      ])
      const cond = both(sinceOf(scene), some(scene.business.roles.id, share, 'format'))
      return {
        edits: [change(site, [[who, write(named(who, site.side))]], cond)],
        metrics: [distinctOf(who)],
        segments: [[]],
        origins: [bare(site.table)],
        rows: cond('watched'),
        lasts: true,
      }
    },
  },
  {
    kind: 'caseDrift',
    way: 'keysLower',
    make: scene => {
      const { who, id } = scene.business.roles
      const site = siteOf(scene)
      const share = level(scene, [0.3, 0.45, 0.6])
      const cond = both(
        sinceOf(scene),
        some(id, share, 'case'),
        side => `lower(${named(who, side)}) <> upper(${named(who, side)})`,
      )
      const from = named(who, site.side)
      fit(who.name !== 'caller')
      return {
        edits: [change(site, [[who, scene.business.name === 'elearning' ? `upper(${from})` : `lower(${from})`]], cond)],
        metrics: [distinctOf(who)],
        segments: [[]],
        origins: [bare(site.table)],
        rows: cond('watched'),
        lasts: true,
      }
    },
  },
]
