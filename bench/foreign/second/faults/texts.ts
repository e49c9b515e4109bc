import { bare, type Dim } from '../../business.ts'
import { distinctOf, nullsOf, shareOf, type Damage, type Fault } from '../../fault.ts'
import { chosen, dimOf, recoded } from '../../recode.ts'
import {
  anyPlace,
  both,
  change,
  fit,
  inPlace,
  is,
  level,
  named,
  placed,
  sinceOf,
  siteOf,
  some,
  type Scene,
} from '../../scene.ts'
import { text } from '../../sql.ts'

const foreign = (value: string) => /[^\x20-\x7e]/.test(value)

/** All values of a kind written anew, whatever they are. */
const rewritten = (scene: Scene, test: (value: string) => boolean, write: (value: string) => string): Damage => {
  const site = siteOf(scene)
  const column = dimOf(scene, site, test)
  const pairs = column.values.filter(test).map(value => [value, write(value)] as const)
  return recoded(scene, { whole: true, site, column, pairs })
}

const few = (dim: Dim) => dim.values.length >= 3 && dim.values.length <= 16

const codes: readonly Fault[] = [
  {
    kind: 'valueRecoded',
    way: 'merged',
    make: scene => {
      const site = siteOf(scene)
      const column = dimOf(scene, site, value => value.length > 0)
      const [from, into] = scene.random.shuffle(column.values.slice(0, 4))
      const [gone, kept] = [fit(from), fit(into)]
      const one = [{ column: column.name, value: gone }]
      const other = [{ column: column.name, value: kept }]
      return {
        edits: [change(site, [[column, text(kept)]], both(sinceOf(scene), is(column, gone)))],
        metrics: [shareOf(column, gone), shareOf(column, kept), distinctOf(column)],
        segments: [[one], [other], [one, other]],
        origins: [bare(site.table)],
        rows: null,
        lasts: true,
      }
    },
  },
  {
    kind: 'valueRecoded',
    way: 'namespaced',
    make: scene => {
      const site = siteOf(scene)
      const column = dimOf(scene, site)
      const space = scene.random.pick(['crm:', 'v2/', 'SYS_'])
      return recoded(scene, { site, column, pairs: chosen(scene, column.values).map(value => [value, space + value]) })
    },
  },
  {
    kind: 'valueRecoded',
    way: 'offByOne',
    make: scene => {
      const site = siteOf(scene)
      const column = fit(
        scene.random.shuffle(
          scene.business.roles.dims.filter(dim => few(dim) && (site.side === 'watched' || dim.source !== null)),
        )[0],
      )
      const { values } = column
      const next = values.map(
        (value, index) => `WHEN ${text(value)} THEN ${text(values[(index + 1) % values.length] ?? value)}`,
      )
      const from = named(column, site.side)
      return {
        edits: [change(site, [[column, `CASE ${from} ${next.join(' ')} ELSE ${from} END`]], sinceOf(scene))],
        metrics: values.slice(0, 3).map(value => shareOf(column, value)),
        segments: [[], values.map(value => [{ column: column.name, value }])],
        origins: [bare(site.table)],
        rows: sinceOf(scene)('watched'),
        lasts: true,
      }
    },
  },
]

const spellings: readonly Fault[] = [
  {
    kind: 'caseDrift',
    way: 'decomposedAccents',
    make: scene => ({
      ...rewritten(
        scene,
        value => value !== value.normalize('NFD'),
        value => value.normalize('NFD'),
      ),
      alsoRight: ['encodingDamage'],
    }),
  },
  {
    kind: 'caseDrift',
    way: 'invisibleMark',
    make: scene => {
      const site = siteOf(scene)
      const column = dimOf(scene, site)
      const mark = scene.random.pick(['\ufeff', '\u200b'])
      const pairs = chosen(scene, column.values).map(value => [value, mark + value] as const)
      return { ...recoded(scene, { site, column, pairs }), alsoRight: ['encodingDamage'] }
    },
  },
  {
    kind: 'caseDrift',
    way: 'otherSpaces',
    make: scene => {
      const space = scene.random.pick(['\u00a0', '  '])
      return rewritten(
        scene,
        value => value.includes(' '),
        value => value.replaceAll(' ', space),
      )
    },
  },
]

const cuts: readonly Fault[] = [
  {
    kind: 'truncatedText',
    way: 'textsFirstWord',
    make: scene => {
      const site = siteOf(scene)
      const column = fit(scene.business.roles.texts[0])
      const place = anyPlace(scene)
      const cond = both(sinceOf(scene), inPlace(place), side => `${named(column, side)} IS NOT NULL`)
      return {
        edits: [change(site, [[column, `split_part(${named(column, site.side)}, ' ', 1)`]], cond)],
        metrics: [distinctOf(column), { kind: 'duplicateRate', columns: [column.name] }],
        segments: placed(place),
        origins: [bare(site.table)],
        rows: cond('watched'),
        lasts: true,
      }
    },
  },
  {
    kind: 'truncatedText',
    way: 'namesFirstWord',
    make: scene => ({
      ...rewritten(
        scene,
        value => /\S[ -]\S/.test(value),
        value => value.split(/[ -]/)[0] ?? value,
      ),
      alsoRight: ['valueRecoded'],
    }),
  },
  {
    kind: 'truncatedText',
    way: 'leadingLost',
    make: scene => {
      const site = siteOf(scene)
      const { who } = scene.business.roles
      const cond = sinceOf(scene)
      return {
        edits: [change(site, [[who, `right(${named(who, site.side)}, ${level(scene, [3, 2, 1])})`]], cond)],
        metrics: [distinctOf(who)],
        segments: [[]],
        origins: [bare(site.table)],
        rows: cond('watched'),
        alsoRight: ['formatDrift'],
        lasts: true,
      }
    },
  },
]

/** What the bytes of UTF-8 are in the code page of old consoles, from 0x80 on. */
const oldPage =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0'
const inOldPage = (value: string) =>
  [...Buffer.from(value, 'utf8')]
    .map(byte => (byte < 128 ? String.fromCodePoint(byte) : (oldPage[byte - 128] ?? '?')))
    .join('')
const escaped = (value: string) =>
  value.replaceAll(/[^\x20-\x7e]/g, char => String.raw`\u${(char.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`)

const encodings: readonly Fault[] = [
  { kind: 'encodingDamage', way: 'oldCodePage', make: scene => rewritten(scene, foreign, inOldPage) },
  { kind: 'encodingDamage', way: 'percentEncoded', make: scene => rewritten(scene, foreign, encodeURIComponent) },
  { kind: 'encodingDamage', way: 'escaped', make: scene => rewritten(scene, foreign, escaped) },
]

const formats: readonly Fault[] = [
  {
    kind: 'formatDrift',
    way: 'codesWider',
    make: scene => {
      const column = fit(scene.business.roles.code)
      const site = siteOf(scene)
      const write = scene.random.pick([
        (code: string) => code.padStart(10, '0'),
        (code: string) => `${code}/00`,
        (code: string) => `#${code}`,
      ])
      const pairs = chosen(scene, column.values).map(value => [value, write(value)] as const)
      const { lookup } = scene.business.roles
      const missing = site.side === 'landing' && lookup?.key.name === column.name ? lookup.brings : []
      const damage = recoded(scene, { site, column, pairs })
      return {
        ...damage,
        metrics: [...damage.metrics, ...missing.map(nullsOf)],
        alsoRight: ['valueRecoded', ...(missing.length > 0 ? (['lookupMiss', 'orphanKeys'] as const) : [])],
      }
    },
  },
  {
    kind: 'formatDrift',
    way: 'datesWritten',
    make: scene => {
      const column = fit(scene.business.roles.dates?.[0])
      const site = siteOf(scene)
      const format = scene.random.pick(['%d/%m/%Y', '%m/%d/%Y', '%d.%m.%y'])
      const place = anyPlace(scene)
      const filled = both(sinceOf(scene), inPlace(place), side => `${named(column, side)} IS NOT NULL`)
      return {
        edits: [change(site, [[column, `strftime(${named(column, site.side)}::DATE, '${format}')`]], filled)],
        metrics: [
          distinctOf(column),
          { kind: 'share', where: { column: column.name, operator: '>=', value: '2000-01-01' } },
          { kind: 'share', where: { column: column.name, operator: '<', value: '2000-01-01' } },
        ],
        segments: placed(place),
        origins: [bare(site.table)],
        rows: filled('watched'),
        lasts: true,
      }
    },
  },
  {
    kind: 'formatDrift',
    way: 'keysPadded',
    make: scene => {
      const { who, id } = scene.business.roles
      const site = siteOf(scene)
      const write = scene.random.pick([`lpad(%, 14, '0')`, `'urn:' || %`, `% || '@01'`])
      const cond = both(sinceOf(scene), some(id, level(scene, [0.25, 0.45, 0.65]), 'padded'))
      return {
        edits: [change(site, [[who, write.replace('%', named(who, site.side))]], cond)],
        metrics: [distinctOf(who)],
        segments: [[]],
        origins: [bare(site.table)],
        rows: cond('watched'),
        lasts: true,
      }
    },
  },
]

export const texts: readonly Fault[] = [...codes, ...spellings, ...cuts, ...encodings, ...formats]
