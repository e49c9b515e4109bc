import type { Logistic } from '../../server/core/hypothesis/weights.ts'

export type Example = { readonly traits: Readonly<Record<string, number>>; readonly right: boolean }

/**
 * The logistic of least loss, its weights (not the intercept) held near 0 by `ridge` examples' worth of doubt each. Newton's steps; traits that never
 * differ get no weight.
 */
export const fitLogistic = (examples: readonly Example[], ridge: number): Logistic => {
  const names = [...new Set(examples.flatMap(({ traits }) => Object.keys(traits)))].filter(
    name => new Set(examples.map(({ traits }) => traits[name] ?? 0)).size > 1,
  )
  const rows = examples.map(({ traits, right }) => ({
    x: [1, ...names.map(name => traits[name] ?? 0)],
    y: right ? 1 : 0,
  }))
  let beta = new Array<number>(names.length + 1).fill(0)
  for (let step = 0; step < 25; step += 1) {
    const gradient = beta.map((value, place) => (place === 0 ? 0 : -ridge * value))
    const hessian = beta.map((_, a) => beta.map((__, b) => (a !== b ? 0 : a === 0 ? 1e-6 : ridge)))
    for (const { x, y } of rows) {
      const p = 1 / (1 + Math.exp(-x.reduce((sum, value, place) => sum + value * (beta[place] ?? 0), 0)))
      for (const [a, xa] of x.entries()) {
        gradient[a] = (gradient[a] ?? 0) + (y - p) * xa
        const line = hessian[a] ?? []
        for (const [b, xb] of x.entries()) line[b] = (line[b] ?? 0) + p * (1 - p) * xa * xb
      }
    }
    const move = solve(hessian, gradient)
    beta = beta.map((value, place) => value + Math.max(-2, Math.min(2, move[place] ?? 0)))
  }
  const rounded = beta.map(value => Math.round(value * 1000) / 1000)
  return {
    intercept: rounded[0] ?? 0,
    weights: Object.fromEntries(names.map((name, place) => [name, rounded[place + 1] ?? 0])),
  }
}

/** Gauss's elimination with the largest pivot. */
const solve = (matrix: readonly (readonly number[])[], right: readonly number[]): readonly number[] => {
  const rows = matrix.map((line, place) => [...line, right[place] ?? 0])
  for (let column = 0; column < rows.length; column += 1) {
    const pivot = rows
      .slice(column)
      .reduce((best, row) => (Math.abs(row[column] ?? 0) > Math.abs(best[column] ?? 0) ? row : best))
    rows.splice(rows.indexOf(pivot), 1)
    rows.splice(column, 0, pivot)
    for (const [place, row] of rows.entries()) {
      if (place === column) continue
      const factor = (row[column] ?? 0) / (pivot[column] ?? 1)
      rows[place] = row.map((value, at) => value - factor * (pivot[at] ?? 0))
    }
  }
  return rows.map((row, place) => (row.at(-1) ?? 0) / (row[place] ?? 1))
}
