import { formatDay } from '../lib/time.ts'
import { edgeText, type Edge } from './edges.ts'

type Name = { readonly schema: string; readonly name: string }
type Before = { readonly normalDays: readonly string[]; readonly since?: string | null | undefined }
type Maybe<Value> = Value | null | undefined
type Change = {
  readonly withoutTables?: Maybe<readonly Name[]>
  readonly withoutEdges?: Maybe<readonly Edge[]>
  readonly withTables?: Maybe<readonly Name[]>
  readonly withoutColumns?: Maybe<readonly string[]>
  readonly maskedColumns?: Maybe<readonly string[]>
  readonly normalDays?: Maybe<readonly string[]>
  readonly since?: Maybe<string>
  readonly hint?: Maybe<string>
}

export type ContextLine = { readonly label: string; readonly before: string; readonly after: string }

/** A day, or an hour of one, in words; what is neither stays as it was typed. */
export const sinceText = (since: string): string => {
  const [day = '', hour] = since.split('T')
  if (!/^\d{4}-\d{2}-\d{2}(T\d{2})?$/.test(since) || Number.isNaN(Date.parse(day))) return since
  return hour === undefined ? formatDay(day) : `${formatDay(day)}, ${hour}:00`
}

const names = (list: Maybe<readonly Name[]>) => (list ?? []).map(({ schema, name }) => `${schema}.${name}`).join(', ')

/** What somebody changes in a context, line by line: as it was, and as it is. */
export const contextLines = ({ normalDays, since }: Before, change: Change): readonly ContextLine[] =>
  [
    {
      label: 'Looked into since',
      before: since ? sinceText(since) : '',
      after: change.since ? sinceText(change.since) : '',
    },
    {
      label: 'Compared with',
      before: normalDays.map(formatDay).join(', '),
      after: change.normalDays?.map(sinceText).join(', ') ?? '',
    },
    {
      label: 'Left out',
      before: '',
      after: [names(change.withoutTables), ...(change.withoutColumns ?? [])].filter(text => text !== '').join(', '),
    },
    { label: 'Not followed', before: '', after: (change.withoutEdges ?? []).map(edgeText).join(', ') },
    { label: 'Counted, never shown', before: '', after: (change.maskedColumns ?? []).join(', ') },
    { label: 'Added', before: '', after: names(change.withTables) },
    { label: 'Hint', before: '', after: change.hint?.trim() ?? '' },
  ].filter(({ after }) => after !== '')
