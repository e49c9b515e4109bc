/** How many letters must be put in, taken out or changed to make one text of the other, in any case. */
const distance = (a: string, b: string): number => {
  const first = Array.from({ length: b.length + 1 }, (_, index) => index)
  const last = [...a].reduce((above, letter, row) => {
    const line = [row + 1]
    for (let at = 1; at <= b.length; at += 1) {
      const changed = (above[at - 1] ?? 0) + (letter === b[at - 1] ? 0 : 1)
      line.push(Math.min(changed, (above[at] ?? 0) + 1, (line[at - 1] ?? 0) + 1))
    }
    return line
  }, first)
  return last[b.length] ?? 0
}

/** The texts that may be meant by a misspelled one, the likeliest first: at most a quarter of its letters differ. */
export const closest = (text: string, candidates: readonly string[]): readonly string[] => {
  const wanted = text.toLowerCase()
  const most = Math.max(2, Math.floor(wanted.length / 4))
  return candidates
    .filter(candidate => Math.abs(candidate.length - wanted.length) <= most)
    .map(candidate => ({ candidate, away: distance(wanted, candidate.toLowerCase()) }))
    .filter(({ away }) => away <= most)
    .toSorted((a, b) => a.away - b.away)
    .map(({ candidate }) => candidate)
}
