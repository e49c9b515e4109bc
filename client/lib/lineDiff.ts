export type DiffLine = { readonly kind: 'same' | 'out' | 'in'; readonly text: string }

/** What became of each line: the longest common lines stay, the rest goes out or comes in. */
export const lineDiff = (before: string, after: string): readonly DiffLine[] => {
  const [a, b] = [before.split('\n'), after.split('\n')]
  const common = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0))
  const at = (i: number, j: number) => common[i]?.[j] ?? 0
  for (let i = a.length - 1; i >= 0; i--) {
    const row = common[i] ?? []
    for (let j = b.length - 1; j >= 0; j--)
      row[j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
  }
  const lines: DiffLine[] = []
  let [i, j] = [0, 0]
  while (i < a.length || j < b.length) {
    const [out, into] = [a[i], b[j]]
    if (out !== undefined && out === into) {
      lines.push({ kind: 'same', text: out })
      i++
      j++
    } else if (out !== undefined && (into === undefined || at(i + 1, j) >= at(i, j + 1))) {
      lines.push({ kind: 'out', text: out })
      i++
    } else {
      lines.push({ kind: 'in', text: into ?? '' })
      j++
    }
  }
  return lines
}
