import { signalOf } from '../../investigation/state.ts'
import { dimensionsOf } from '../../measure/dimensions.ts'
import type { Case } from '../../measure/planned.ts'
import { metricColumns } from '../../metric/metric.ts'
import type { Answer, Cell } from '../../ports/dataSource.ts'
import { areNationalIds, isNationalId } from './nationalId.ts'
import { isCalling, isPersonal, proseOf, replaceSensitive, type Sensitive } from './sensitive.ts'

/** The answers as they may be kept, and the columns in which something was masked. */
export type Masked = { readonly answers: readonly Answer[]; readonly masked: readonly string[] }

/**
 * Puts tokens (email_3) in the place of whatever belongs to a person: addresses, numbers of phones, cards, accounts and national ids by their content, wherever they
 * stand; names and prose in columns of free text. The same value is the same token in all the answers, so that rows can still be compared.
 */
export const maskAnswers = (state: Case, answers: readonly Answer[]): Masked =>
  maskCells(answers, {
    listed: new Set([...listedColumns(state), ...metricColumns(state.question.metric)]),
    hidden: new Set(state.focus.masked),
  })

/** `listed`: columns of text that hold words of a list rather than what people typed. `hidden`: columns of which no value is shown. */
type Columns = { readonly listed: ReadonlySet<string>; readonly hidden: ReadonlySet<string> }

/** The same for answers of no case. */
export const maskCells = (answers: readonly Answer[], { listed, hidden }: Columns): Masked => {
  const token = createTokens()
  const masked = new Set<string>()
  const national = nationalColumns(answers)
  const cellOf = (column: string, cell: Cell): Cell => {
    const isHidden = hidden.has(column)
    const text = cell === null || (typeof cell === 'boolean' && !isHidden) ? null : String(cell)
    if (text === null || text === '') return cell
    const kind = isHidden ? 'text' : national.has(column) ? 'nationalId' : null
    const byContent = () =>
      typeof cell === 'string'
        ? maskText(text, { column, free: !listed.has(column), token })
        : maskNumber(text, column, token)
    const safe = kind ? token(kind, text) : byContent()
    if (safe === text) return cell
    masked.add(column)
    return safe
  }
  const done = answers.map(answer => ({
    ...answer,
    rows: answer.rows.map(row =>
      row.map((cell, place) => {
        const column = answer.columns[place]
        return column && (hidden.has(column.name) || national.has(column.name) || !plain.has(column.kind))
          ? cellOf(column.name, cell)
          : cell
      }),
    ),
  }))
  return { answers: done, masked: [...masked] }
}

/** Kinds whose values are nobody's. */
const plain = new Set(['date', 'timestamp', 'timestamptz', 'time', 'boolean', 'decimal'])
const ofTime = new Set(['date', 'timestamp', 'timestamptz', 'time', 'boolean'])

/** Columns of national ids: by their name, or because all that is seen of them passes one check. */
const nationalColumns = (answers: readonly Answer[]): ReadonlySet<string> => {
  const names = new Set(
    answers.flatMap(({ columns }) => columns.filter(({ kind }) => !ofTime.has(kind)).map(({ name }) => name)),
  )
  const seen = (name: string) =>
    answers.flatMap(({ columns, rows }) => {
      const place = columns.findIndex(column => column.name === name)
      return rows.flatMap(row => (row[place] === null || row[place] === undefined ? [] : [String(row[place])]))
    })
  return new Set([...names].filter(name => isNationalId(name) || areNationalIds(seen(name))))
}

type Place = { readonly column: string; readonly free: boolean; readonly token: Token }

const maskText = (text: string, { column, free, token }: Place): string => {
  if (isPersonal(column)) return token('name', text)
  if (isCalling(column)) return token('phone', text)
  const safe = replaceSensitive(text, token)
  const prose = free && safe === text ? proseOf(text) : null
  return prose ? token(prose, text) : safe
}

/** A whole number is an id unless it passes for a card, or its column holds numbers to call. */
const maskNumber = (text: string, column: string, token: Token): string =>
  isCalling(column)
    ? token('phone', text)
    : replaceSensitive(text, (kind, match) => (kind === 'card' ? token(kind, match) : match))

/** Columns that hold a list of values (countries, states of an order) rather than what a person typed. */
const listedColumns = (state: Case): readonly string[] => {
  const series = signalOf(state, 'series')
  return dimensionsOf(state.focus, state.question.metric, {
    cardinalities: series?.cardinalities ?? [],
    rows: series?.rows.normal ?? 0,
  }).map(({ name }) => name)
}

type Token = (kind: Sensitive, value: string) => string

const createTokens = (): Token => {
  const known = new Map<Sensitive, Map<string, number>>()
  return (kind, value) => {
    const own = known.get(kind) ?? new Map<string, number>()
    known.set(kind, own)
    const key = keyOf(kind, value)
    const number = own.get(key) ?? own.size + 1
    own.set(key, number)
    return `${kind}_${number}`
  }
}

/** Spelt otherwise, it is the same value; a whole number has lost the noughts before it. */
const keyOf = (kind: Sensitive, value: string) => {
  if (kind === 'name' || kind === 'text') return value
  if (kind === 'email') return value.toLowerCase()
  const signs = value.replaceAll(/[^0-9A-Za-z]/g, '')
  return kind === 'nationalId' ? signs.toUpperCase().replace(/^0+/, '') : signs
}
