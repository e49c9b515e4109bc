import type { Statement } from '../finding/finding.ts'
import { replaceSensitive } from '../finding/mask/sensitive.ts'
import type { Case } from '../measure/planned.ts'
import { tableText } from '../dataset/table.ts'
import { addedExposures, type Brief } from './brief.ts'
import type { Citable } from './citedProse.ts'
import { shareValue } from './shareValue.ts'
import type { Sharing } from './terms.ts'

type Known = { readonly column: string; readonly value: string }

/** Every value of the warehouse that the case's numbers name, with its column: what its sentences may hold. */
const valuesIn = (part: unknown, column = ''): readonly Known[] => {
  if (Array.isArray(part)) return part.flatMap(each => valuesIn(each, column))
  if (part === null || typeof part !== 'object') return []
  const own = part as Readonly<Record<string, unknown>>
  const nearest = typeof own['column'] === 'string' ? own['column'] : column
  const value =
    typeof own['value'] === 'string' && own['value'].length > 0 ? [{ column: nearest, value: own['value'] }] : []
  return [...value, ...Object.values(own).flatMap(each => valuesIn(each, nearest))]
}

const escaped = (text: string) => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&')

const withinWords = (value: string) => new RegExp(`(?<![\\p{L}\\p{N}_])${escaped(value)}(?![\\p{L}\\p{N}_])`, 'gu')

/** The sentences of the report as a model may read them: what must not leave is a token there, and `restored` puts it back. */
export const evidenceBrief = (
  state: Case,
  statements: readonly Statement[],
  sharing: Sharing,
): {
  readonly brief: Brief
  readonly evidence: readonly Citable[]
  readonly restored: (text: string) => string
} => {
  const share = shareValue(state, sharing)
  const known = [...new Map(valuesIn(state.signals).map(each => [each.value, each])).values()].sort(
    (a, b) => b.value.length - a.value.length,
  )
  const masked = known.flatMap(({ column, value }, index) => {
    const told = share(column, value)
    return told.isMasked ? [{ column, value, token: told.text === 'a value' ? `value_${index + 1}` : told.text }] : []
  })
  const table = tableText(state.focus.table.name)
  const hide = (text: string) =>
    replaceSensitive(
      masked.reduce((done, { value, token }) => done.replaceAll(withinWords(value), token), text),
      kind => `a ${kind}`,
    )
  const evidence = statements.map(({ text, queries }, index) => ({ id: `e${index + 1}`, text: hide(text), queries }))
  const exposed = known.flatMap(({ column, value }) =>
    statements
      .filter(({ text }) => withinWords(value).test(text))
      .map(() => ({ table, column, class: 'value' as const, isMasked: masked.some(each => each.value === value) })),
  )
  return {
    evidence,
    brief: {
      sections: [{ title: 'Evidence', lines: evidence.map(({ id, text }) => `${id}: ${text}`) }],
      exposures: addedExposures(exposed),
    },
    restored: text => masked.reduce((done, { value, token }) => done.replaceAll(withinWords(token), () => value), text),
  }
}
