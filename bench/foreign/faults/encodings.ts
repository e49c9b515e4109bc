import { type Fault } from '../fault.ts'
import { siteOf } from '../scene.ts'

import { dimOf, recoded } from '../recode.ts'
const plain = (value: string) =>
  value.normalize('NFD').replaceAll(/\p{M}/gu, '').replaceAll('ß', 'ss').replaceAll('Æ', 'AE')
const mojibake = (value: string) =>
  Buffer.from(value, 'utf8')
    .toString('latin1')
    .replaceAll(/[\u0080-\u009f]/g, '?')
const foreign = (value: string) => /[^\x20-\x7e]/.test(value)

export const encodings: readonly Fault[] = [
  {
    kind: 'caseDrift',
    way: 'accentsLost',
    make: scene => {
      const site = siteOf(scene)
      const column = dimOf(scene, site, foreign)
      const damage = recoded(scene, {
        whole: true,
        site,
        column,
        pairs: column.values.filter(foreign).map(value => [value, plain(value)]),
      })
      return { ...damage, alsoRight: ['encodingDamage'] }
    },
  },
  {
    kind: 'encodingDamage',
    way: 'mojibake',
    make: scene => {
      const site = siteOf(scene)
      const column = dimOf(scene, site, foreign)
      return recoded(scene, {
        whole: true,
        site,
        column,
        pairs: column.values.filter(foreign).map(value => [value, mojibake(value)]),
      })
    },
  },
  {
    kind: 'encodingDamage',
    way: 'replacement',
    make: scene => {
      const site = siteOf(scene)
      const column = dimOf(scene, site, foreign)
      const mark = scene.random.pick(['\ufffd', '\ufffd\ufffd', '?'])
      return recoded(scene, {
        whole: true,
        site,
        column,
        pairs: column.values.filter(foreign).map(value => [value, value.replaceAll(/[^\x20-\x7e]/g, mark)]),
      })
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
      return recoded(scene, {
        whole: true,
        site,
        column,
        pairs: column.values.filter(special).map(value => [value, entity(value)]),
      })
    },
  },
]
