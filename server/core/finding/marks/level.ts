import { watched } from '../../fault/reading/columns.ts'
import { scaleFit } from '../../fault/reading/scaleFit.ts'
import { levelSql } from '../../measure/levelMeasures.ts'
import { counted, type Marker } from './mark.ts'

/** A level must part the rows in the other unit from those that are not so much better than taking all of them. */
const better = 1.15

/** The sizes beyond the level that parts the values in the other unit from the usual ones best, where only some came in it. */
export const levelMark: Marker = (state, dialect) => {
  const profile = watched(state)
  const unit = scaleFit(state)?.unit
  if (!profile || !unit || unit.share === 1) return null
  const sides = (profile.numbers?.levels ?? []).map(({ level, beyond }) =>
    unit.factor > 1
      ? { level, above: true, rate: beyond }
      : { level, above: false, rate: { alert: 1 - beyond.alert, normal: 1 - beyond.normal } },
  )
  const fits = sides.map(side => {
    const others = side.rate.normal * (1 - unit.share)
    return { ...side, overlap: Math.min(unit.share, side.rate.alert - others) / (unit.share + others) }
  })
  const best = fits.toSorted((a, b) => b.overlap - a.overlap)[0]
  return best && best.overlap > better * unit.share
    ? { where: levelSql(profile.column, best, dialect), ...counted(state, profile, best.rate) }
    : null
}
