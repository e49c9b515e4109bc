import { answerRows, columnPlaces } from '../measure/answerRows.ts'
import type { Answer } from '../ports/dataSource.ts'
import type { Proof, ProvenNumber } from './report.ts'

/** A number of the report beside the same one read anew. */
export type ComparedNumber = ProvenNumber & { readonly now: number | null; readonly agrees: boolean }

/** How far a number may be from the recorded one: sums of fractions depend on the order they are added in. */
const tolerance = 0.005

/** Whether a number read anew is the recorded one; counts were rounded. */
export const agree = ({ value, unit }: ProvenNumber, now: number | null) => {
  if (value === null || now === null) return value === now
  return Math.abs(now - value) <= Math.max(tolerance * Math.abs(value), unit === 'count' ? 0.5 : 1e-9)
}

/** What the answer of the proof's query says, number by number. */
export const compareProof = ({ numbers }: Pick<Proof, 'numbers'>, answer: Answer): readonly ComparedNumber[] => {
  const rows = answerRows(answer)
  const named = columnPlaces(answer)('name') !== undefined
  return numbers.map(number => {
    const now = named
      ? (rows.find(row => row.text('name') === number.name)?.number('value') ?? null)
      : (rows[0]?.number(number.name) ?? null)
    return { ...number, now, agrees: agree(number, now) }
  })
}
