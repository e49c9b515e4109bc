import { both, change, clockOf, fit, is, level, named, sinceOf, type Scene, type Site } from './scene.ts'
import { text } from './sql.ts'

/** A new release that takes devices over within two to six days. */
export const release = (scene: Scene, site: Site, name: string) => {
  const version = fit(scene.business.roles.version)
  const { business, day, hour } = scene
  const ramp = level(scene, [0.006, 0.01, 0.02])
  const clock = clockOf(business, site.side)
  const draw = `hash(concat_ws('|', ${named(business.roles.who, site.side)}, ${text(name)})) % 1000 / 1000.0`
  const taken = `${draw} < 0.15 + ${ramp} * (1 + date_diff('hour', TIMESTAMP '${day}', ${clock}) - ${hour})`
  return {
    version,
    edit: change(
      site,
      [[version, text(name)]],
      both(sinceOf(scene), () => taken),
    ),
    cond: is(version, name),
  }
}
export const nextVersion = (scene: Scene) => {
  const last = fit(scene.business.roles.version).values.at(-1) ?? '1'
  return last.replace(/\d+$/, number => String(Number(number) + 1))
}
