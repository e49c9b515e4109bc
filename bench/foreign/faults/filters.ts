import { amounts, shareOf, type Fault } from '../fault.ts'
import { anyPlace, betweenOf, both, fit, inPlace, level, placed, placeOf, sinceOf, type Scene } from '../scene.ts'

import { gone } from './arrival.ts'
export const filters: readonly Fault[] = [
  {
    kind: 'restrictiveFilter',
    way: 'value',
    make: scene => {
      const place = anyPlaceOf(scene)
      return {
        ...gone(scene, betweenOf(scene), both(sinceOf(scene), inPlace(place))),
        metrics: [...amounts(scene), ...place.map(({ column, value }) => shareOf(column, value))],
        segments: placed(place),
        lasts: true,
      }
    },
  },
  {
    kind: 'restrictiveFilter',
    way: 'threshold',
    make: scene => {
      const site = betweenOf(scene)
      const measure = fit(scene.random.shuffle(scene.business.roles.measures)[0])
      const limit = `(SELECT quantile_cont(${measure.name}, ${level(scene, [0.2, 0.35, 0.6])}) FROM ${site.table})`
      return {
        ...gone(
          scene,
          site,
          both(sinceOf(scene), () => `${measure.name} < ${limit}`),
        ),
        metrics: [
          ...amounts(scene),
          { kind: 'average', column: measure.name },
          { kind: 'minimum', column: measure.name },
        ],
        lasts: true,
      }
    },
  },
  {
    kind: 'restrictiveFilter',
    way: 'innerJoin',
    make: scene => {
      const column = fit(scene.random.shuffle([...scene.business.roles.optional, ...scene.business.roles.texts])[0])
      return {
        ...gone(
          scene,
          betweenOf(scene),
          both(sinceOf(scene), () => `${column.name} IS NULL`),
        ),
        metrics: [...amounts(scene), { kind: 'nullRate', column: column.name }],
        segments: [[], [[{ column: column.name, value: null }]]],
        lasts: true,
      }
    },
  },
]

const anyPlaceOf = (scene: Scene) => {
  const place = anyPlace(scene)
  return place.length === 0 ? placeOf(scene, 1) : place
}
