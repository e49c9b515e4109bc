/** Wilson's score interval of a share (1927): `z` 1.96 gives 95 %. No trials give 0..1. */
export const wilsonInterval = (
  hits: number,
  trials: number,
  z = 1.959964,
): { readonly low: number; readonly high: number } => {
  if (trials <= 0) return { low: 0, high: 1 }
  const share = hits / trials
  const denominator = 1 + (z * z) / trials
  const centre = (share + (z * z) / (2 * trials)) / denominator
  const half = (z / denominator) * Math.sqrt((share * (1 - share)) / trials + (z * z) / (4 * trials * trials))
  return { low: Math.max(0, centre - half), high: Math.min(1, centre + half) }
}
