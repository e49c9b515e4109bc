import { bare, type Dim } from './business.ts'
import { distinctOf, shareOf, type Damage } from './fault.ts'
import { both, change, fit, level, named, sinceOf, type Scene, type Site } from './scene.ts'
import { text } from './sql.ts'

/** What becomes of some values of a column; those that stay as they are are not damaged. `whole`: it is done to all rows, whatever their value. */
export const recoded = (
  scene: Scene,
  {
    site,
    column,
    pairs,
    whole = pairs.length === column.values.length,
  }: { site: Site; column: Dim; pairs: readonly (readonly [string, string])[]; whole?: boolean },
): Damage => {
  const real = fit(pairs.filter(([from, to]) => from !== to))
  fit(real.length > 0)
  const from = named(column, site.side)
  const to = `CASE ${from} ${real.map(([old, fresh]) => `WHEN ${text(old)} THEN ${text(fresh)}`).join(' ')} ELSE ${from} END`
  const fresh = real.map(([, value]) => [{ column: column.name, value }])
  return {
    edits: [change(site, [[column, to]], sinceOf(scene))],
    metrics: [
      shareOf(column, real[0]?.[0] ?? ''),
      distinctOf(column),
      { kind: 'share', where: { column: column.name, operator: 'in', value: column.values } },
    ],
    segments: [...(whole ? [[]] : []), fresh, real.map(([value]) => [{ column: column.name, value }])],
    origins: [bare(site.table)],
    rows: both(
      sinceOf(scene),
      side => `${named(column, side)} IN (${real.map(([, value]) => text(value)).join(', ')})`,
    )('watched'),
    lasts: true,
  }
}
export const dimOf = (scene: Scene, site: Site, test: (value: string) => boolean = () => true): Dim =>
  fit(
    scene.random.shuffle(
      scene.business.roles.dims.filter(
        ({ source, values }) => (site.side === 'watched' || source !== null) && values.some(test),
      ),
    )[0],
  )
export const chosen = (scene: Scene, values: readonly string[]) =>
  scene.random.shuffle(values).slice(0, level(scene, [1, 2, values.length]))
