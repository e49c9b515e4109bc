import type { DataSourceId } from '../shared/ids.ts'
import { ok, refuse, type Result } from '../shared/result.ts'

/** What a tenant lets be seen of its data, and how long what was seen is kept. */
export type Privacy = {
  /** Whether single rows are shown at all, masked: in reports, to people who look into tables, and to models that may be told rows. */
  readonly showsRows: boolean
  /** Days that the rows of a report are kept; null: as long as the report. */
  readonly rowDays: number | null
  /** Days that what left for a model, and what came back, is kept. */
  readonly payloadDays: number
  /** Columns of which no value is shown, told to a model or told apart, by data source; they are counted only. */
  readonly masked: Readonly<Record<DataSourceId, readonly string[]>>
}

export const DEFAULT_PRIVACY: Privacy = { showsRows: true, rowDays: null, payloadDays: 30, masked: {} }

/** The columns of a data source of which no value is shown. */
export const maskedIn = ({ masked }: Pick<Privacy, 'masked'>, dataSourceId: DataSourceId): readonly string[] =>
  masked[dataSourceId] ?? []

type Refusal = { readonly code: 'invalid'; readonly path: keyof Privacy; readonly message: string }

const MOST_DAYS = 3650
const MOST_COLUMNS = 500
const LONGEST_NAME = 200

const areDays = (days: number) => Number.isInteger(days) && days >= 1 && days <= MOST_DAYS

/** Whether these settings can hold. */
export const checkPrivacy = (wanted: Privacy): Result<Privacy, Refusal> => {
  const invalid = (path: keyof Privacy, message: string) => refuse({ code: 'invalid', path, message } as const)
  if (wanted.rowDays !== null && !areDays(wanted.rowDays))
    return invalid('rowDays', 'Rows are kept for 1 to 3,650 days, or as long as their report.')
  if (!areDays(wanted.payloadDays)) return invalid('payloadDays', 'What left for a model is kept for 1 to 3,650 days.')
  const wrong = Object.values(wanted.masked).some(
    names => names.length > MOST_COLUMNS || names.some(name => name.trim() === '' || name.length > LONGEST_NAME),
  )
  return wrong
    ? invalid('masked', 'Name up to 500 columns of a data source, each with 1 to 200 characters.')
    : ok(wanted)
}
