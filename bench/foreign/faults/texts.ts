import { bare, type Col, type Dim } from '../business.ts'
import { distinctOf, nullsOf, shareOf, type Damage, type Fault } from '../fault.ts'
import {
  anyPlace,
  both,
  change,
  entryOf,
  fit,
  inPlace,
  is,
  level,
  named,
  placed,
  placeOf,
  sinceOf,
  siteOf,
  some,
  type Cond,
  type Scene,
  type Site,
} from '../scene.ts'
import { text } from '../sql.ts'

/** What becomes of some values of a column; those that stay as they are are not damaged. */
const recoded = (
  scene: Scene,
  { site, column, pairs, cond = inPlace([]) }: { site: Site; column: Dim; pairs: readonly (readonly [string, string])[]; cond?: Cond },
): Damage => {
  const real = fit(pairs.filter(([from, to]) => from !== to))
  fit(real.length > 0)
  const from = named(column, site.side)
  const to = `CASE ${from} ${real.map(([old, fresh]) => `WHEN ${text(old)} THEN ${text(fresh)}`).join(' ')} ELSE ${from} END`
  const fresh = real.map(([, value]) => [{ column: column.name, value }])
  const all = real.length === column.values.length
  return {
    edits: [change(site, [[column, to]], both(sinceOf(scene), cond))],
    metrics: [shareOf(column, real[0]?.[0] ?? ''), distinctOf(column), { kind: 'share', where: { column: column.name, operator: 'in', value: column.values } }],
    segments: [...(all ? [[]] : []), fresh, real.map(([value]) => [{ column: column.name, value }])],
    origins: [bare(site.table)],
    rows: both(sinceOf(scene), side => `${named(column, side)} IN (${real.map(([, value]) => text(value)).join(', ')})`)('watched'),
    lasts: true,
  }
}
const dimOf = (scene: Scene, site: Site, test: (value: string) => boolean = () => true): Dim =>
  fit(scene.random.shuffle(scene.business.roles.dims.filter(({ source, values }) => (site.side === 'watched' || source !== null) && values.some(test)))[0])
const chosen = (scene: Scene, values: readonly string[]) => scene.random.shuffle(values).slice(0, level(scene, [1, 2, values.length]))

const plain = (value: string) => value.normalize('NFD').replaceAll(/\p{M}/gu, '').replaceAll('ß', 'ss').replaceAll('Æ', 'AE')
const mojibake = (value: string) => Buffer.from(value, 'utf8').toString('latin1').replaceAll(/[\u0080-\u009f]/g, '?')
const foreign = (value: string) => /[^\x20-\x7e]/.test(value)

/** A code as another system writes it. */
const codes: readonly ((code: string) => string)[] = [
  code => code.replace(/^0+/, ''),
  code => `${code.slice(0, 2)}-${code.slice(2)}`,
  code => `${code}.0`,
]

const allText = (scene: Scene, { site, column, to, when = 'true' }: { site: Site; column: Col; to: (from: string) => string; when?: string }) => {
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
      const renames = [(value: string) => `${value}_v2`, (value: string) => `New ${value}`, (value: string) => value.slice(0, 1).repeat(3)]
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
      return recoded(scene, { site, column, pairs: column.values.map((value, index) => [value, String(first + index)]) })
    },
  },
  {
    kind: 'caseDrift',
    way: 'otherCase',
    make: scene => {
      const site = siteOf(scene)
      const column = dimOf(scene, site, value => /\p{L}{2}/u.test(value))
      const upper = column.values.every(value => value.toUpperCase() === value)
      return recoded(scene, { site, column, pairs: chosen(scene, column.values).map(value => [value, upper ? value.toLowerCase() : value.toUpperCase()]) })
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
    kind: 'caseDrift',
    way: 'accentsLost',
    make: scene => {
      const site = siteOf(scene)
      const column = dimOf(scene, site, foreign)
      const damage = recoded(scene, { site, column, pairs: column.values.filter(foreign).map(value => [value, plain(value)]) })
      return { ...damage, alsoRight: ['encodingDamage'] }
    },
  },
  {
    kind: 'encodingDamage',
    way: 'mojibake',
    make: scene => {
      const site = siteOf(scene)
      const column = dimOf(scene, site, foreign)
      return recoded(scene, { site, column, pairs: column.values.filter(foreign).map(value => [value, mojibake(value)]) })
    },
  },
  {
    kind: 'encodingDamage',
    way: 'replacement',
    make: scene => {
      const site = siteOf(scene)
      const column = dimOf(scene, site, foreign)
      const mark = scene.random.pick(['\ufffd', '\ufffd\ufffd', '?'])
      return recoded(scene, { site, column, pairs: column.values.filter(foreign).map(value => [value, value.replaceAll(/[^\x20-\x7e]/g, mark)]) })
    },
  },
  {
    kind: 'encodingDamage',
    way: 'entities',
    make: scene => {
      const site = siteOf(scene)
      const special = (value: string) => /[&<>"]/.test(value) || foreign(value)
      const column = dimOf(scene, site, special)
      const entity = (value: string) =>
        value.replaceAll('&', '&amp;').replaceAll(/[^\x20-\x7e]/g, char => `&#${char.codePointAt(0) ?? 0};`)
      return recoded(scene, { site, column, pairs: column.values.filter(special).map(value => [value, entity(value)]) })
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
      return recoded(scene, { site, column, pairs: column.values.filter(value => cut(value) !== value).map(value => [value, cut(value)]) })
    },
  },
  {
    kind: 'truncatedText',
    way: 'keysCut',
    make: scene => {
      const { who } = scene.business.roles
      const site = siteOf(scene)
      return allText(scene, { site, column: who, to: from => `left(${from}, length(${from}) - ${level(scene, [1, 1, 2])})` })
    },
  },
  {
    kind: 'formatDrift',
    way: 'codes',
    make: scene => {
      const column = fit(scene.business.roles.code)
      const site = siteOf(scene)
      const write = scene.random.pick(codes)
      const damage = recoded(scene, { site, column, pairs: chosen(scene, column.values).map(value => [value, write(value)]) })
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
    kind: 'orphanKeys',
    way: 'otherSystemsKeys',
    make: scene => {
      const { lookup } = scene.business.roles
      const { key, brings } = fit(lookup)
      const site = entryOf(scene)
      const place = level(scene, [1, 1, 0]) === 1 ? [{ column: key, value: scene.random.pick(key.values) }] : []
      const cond = both(sinceOf(scene), inPlace(place))
      const column = named(key, site.side)
      const fresh = `'EXT' || (1000 + hash(${column}, ${text(scene.day)}) % 9000)`
      return {
        edits: [change(site, [[key, fresh]], cond)],
        metrics: [...brings.map(nullsOf), ...key.values.slice(0, 1).map(value => shareOf(key, value))],
        segments: place.length === 0 ? [[]] : [placed(place)[0] ?? [], [[{ column: brings[0]?.name ?? '', value: null }]]],
        origins: [bare(site.table), bare(scene.business.watched)],
        rows: both(sinceOf(scene), () => `${key.name} LIKE 'EXT%'`)('watched'),
        alsoRight: ['lookupMiss', 'valueRecoded', 'formatDrift'],
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
      const cond = both(sinceOf(scene), some(id, share, 'case'), side => `lower(${named(who, side)}) <> upper(${named(who, side)})`)
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

