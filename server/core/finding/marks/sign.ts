import { watched } from '../../fault/reading/columns.ts'
import { quote } from '../../measure/sql.ts'
import { counted, type Marker } from './mark.ts'

/** Values that lost their minus can be told only where nearly all had one; values that gained one always. */
export const signMark: Marker = state => {
  const profile = watched(state)
  if (!profile?.numbers) return null
  const { negativeRate, zeroRate } = profile.numbers
  const name = quote(profile.column)
  if (negativeRate.alert > negativeRate.normal)
    return { where: `${name} < 0`, ...counted(state, profile, negativeRate) }
  if (negativeRate.normal < 0.9) return null
  const positive = { alert: 1 - negativeRate.alert - zeroRate.alert, normal: 1 - negativeRate.normal - zeroRate.normal }
  return { where: `${name} > 0`, ...counted(state, profile, positive) }
}
