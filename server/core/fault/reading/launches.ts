import { signalOf } from '../../investigation/state.ts'
import type { Case } from '../../measure/planned.ts'
import { referencesOf } from '../../measure/references.ts'
import { release } from '../../measure/restless.ts'
import type { ValueCount } from '../../measure/signal.ts'
import { metricColumns } from '../../metric/metric.ts'
import type { Reading } from '../fault.ts'
import { arrivals, isNew } from './newcomers.ts'

const byVersion = new Intl.Collator('en', { numeric: true })

/** The newest of the versions that a column holds; null where it holds none. */
export const newestVersion = (values: readonly ValueCount[]): string | null =>
  values
    .flatMap(({ value, rows }) => (value !== null && rows.alert > 0 && release.test(value) ? [value] : []))
    .toSorted(byVersion.compare)
    .at(-1) ?? null

/** Of the known rows, at least so many hold versions where a column is one of versions. */
const ofVersions = 0.8

const isOfVersions = (values: readonly ValueCount[]) => {
  const old = values.filter(item => item.value !== null && !isNew(item))
  const rows = (list: readonly ValueCount[]) => list.reduce((sum, item) => sum + item.rows.normal, 0)
  return rows(old) > 0 && rows(old.filter(({ value }) => release.test(value ?? ''))) >= ofVersions * rows(old)
}

/** Whether known values begin with the same letters: 'v5.3' after '5.2' is another spelling. */
const isSpeltAsBefore = (value: string, values: readonly ValueCount[]) =>
  values.some(item => item.value !== null && !isNew(item) && /^\D*/.exec(item.value)?.[0] === /^\D*/.exec(value)?.[0])

/** 1 where what is new in the column is its next version: a release, and no code that nobody mapped. */
export const isNextVersion = (state: Case): Reading | null => {
  const found = arrivals(state)
  const values = signalOf(state, 'values')?.columns.find(({ column }) => column === found?.column)?.values
  const [first] = found?.newcomers ?? []
  if (!found || !values || !first) return null
  const value =
    isOfVersions(values) && newestVersion(values) === first.value && isSpeltAsBefore(first.value, values) ? 1 : 0
  return {
    value,
    text:
      value === 1
        ? `'${first.value}' is the next version of ${found.column}.`
        : `What is new in ${found.column} is no next version.`,
  }
}

/** Orphans beyond the usual as they come by chance. */
const fewOrphans = 0.001

/** 1 where the new keys of a column are those of rows that the table looked up has: somebody registered them. */
export const isRegistered = (state: Case): Reading | null => {
  const found = arrivals(state)
  const reference = signalOf(state, 'references')?.references.find(({ column }) => column === found?.column)
  if (!found || !reference || found.newcomers.length === 0) return null
  const value = reference.orphanRate.alert - reference.orphanRate.normal <= fewOrphans ? 1 : 0
  return {
    value,
    text: `${reference.parent} ${value === 1 ? 'holds what is new' : 'does not hold all that is new'} in ${found.column}.`,
  }
}

/** Whether what is watched are keys of a table that is looked up. */
export const watchesKeys = ({ focus, question: { metric } }: Case) =>
  referencesOf(focus).some(({ column }) => metricColumns(metric).includes(column))
