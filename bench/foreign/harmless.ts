import type { Metric } from '../../server/core/metric/metric.ts'
import { metricColumns } from '../../server/core/metric/metric.ts'
import { isLayered, isView } from './business.ts'
import type { Edit, Shape } from './build.ts'
import { nextVersion, release } from './release.ts'
import { both, change, clockOf, entryOf, named, some, type Scene } from './scene.ts'
import { plusDays } from './sql.ts'

export type Harmless = {
  readonly name: string
  /** Before what is wrong is put in, and after. */
  readonly early: readonly Edit[]
  readonly late: readonly Edit[]
  readonly shape: Shape
}

const flat: Shape = () => 1

const fineRelease = (scene: Scene): Harmless | null =>
  scene.business.roles.version === null
    ? null
    : {
        name: 'a fine release',
        early: [release(scene, entryOf(scene), nextVersion(scene)).edit],
        late: [],
        shape: flat,
      }

const newColumn = (scene: Scene): Harmless => {
  const { business } = scene
  const fill = (side: 'landing' | 'watched', table: string) => [
    `ALTER TABLE ${table} ADD COLUMN extra_hint VARCHAR`,
    `UPDATE ${table} SET extra_hint = 'h' || (hash(${named(business.roles.id, side)}) % 9)
      WHERE ${clockOf(business, side)} >= TIMESTAMP '${scene.day}' AND hash(${named(business.roles.id, side)}, 3) % 10 < 4`,
  ]
  const sql = [
    ...(isLayered(business) ? fill('landing', business.landing) : []),
    ...(isView(business) ? [] : fill('watched', business.watched)),
  ]
  return { name: 'a new optional column', early: [], late: [{ after: 'end', sql }], shape: flat }
}

const growth = (scene: Scene): Harmless => {
  const [segment] = scene.random.pick(scene.business.segments.slice(2))
  const from = plusDays(scene.day, -scene.random.whole(2, 9))
  return {
    name: 'a small growth',
    early: [],
    late: [],
    shape: (day, of) => (of === segment && day >= from ? 1.1 : 1),
  }
}

const drift = (scene: Scene, metrics: readonly Metric[]): Harmless | null => {
  const [column] = [...scene.business.roles.texts, ...scene.business.roles.optional].filter(
    ({ name }) => !metrics.some(metric => metricColumns(metric).includes(name)),
  )
  if (column === undefined) return null
  const cond = both(
    side => `${clockOf(scene.business, side)} >= TIMESTAMP '${plusDays(scene.day, -3)}'`,
    some(scene.business.roles.id, 0.02, 'drift'),
  )
  return { name: 'a little drift', early: [change(entryOf(scene), [[column, 'NULL']], cond)], late: [], shape: flat }
}

/** One or two changes that hurt nobody, in half of the cases. `ownRelease`: the case has a release of its own. */
export const harmlessOf = (
  scene: Scene,
  { metrics, ownRelease }: { metrics: readonly Metric[]; ownRelease: boolean },
): readonly Harmless[] => {
  if (scene.random.chance(0.5)) return []
  const possible = [ownRelease ? null : fineRelease(scene), newColumn(scene), growth(scene), drift(scene, metrics)]
  return scene.random
    .shuffle(possible)
    .flatMap(one => one ?? [])
    .slice(0, scene.random.whole(1, 2))
}
