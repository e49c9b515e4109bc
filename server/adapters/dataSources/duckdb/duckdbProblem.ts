import type { DataSourceProblem } from '../../../core/ports/dataSource.ts'
import { cleanMessage, problem } from '../shared/problem.ts'

type Reading = readonly [prefix: RegExp, code: DataSourceProblem['code'], message: string | null]

const UNREADABLE = 'The file is no DuckDB database, is damaged, or is of a version that Dataing cannot read yet.'

/** By what DuckDB's messages begin with. Null: the first line names the fault in the query, and no row; those of other kinds may hold values and paths. */
const readings: readonly Reading[] = [
  [/^(Catalog|Binder) Error: .*(Table|View) with name .* does not exist/, 'not-found', null],
  [/^(Parser|Binder|Catalog|Syntax|Not implemented) Error/, 'bad-query', null],
  [/^Permission Error/, 'permission-denied', 'Files outside the data source may not be read.'],
  [
    /^Invalid Input Error: (Cannot execute statement|Cannot change configuration)/,
    'permission-denied',
    'The data source is open for reading only.',
  ],
  [
    /^(Conversion|Invalid Input|Out of Range|Mismatch Type|Constraint) Error/,
    'bad-query',
    'A value does not fit what the query does with it.',
  ],
  [/^Out of Memory Error/, 'bad-query', 'The query needs more memory than it may use.'],
  [/^IO Error: Could not set lock/, 'unreachable', 'Another program has the database file open for writing.'],
  [/^IO Error: .*(not a valid DuckDB database|with version number|Corrupt database file)/, 'bad-settings', UNREADABLE],
  [
    /^IO Error: .*[Pp]ermission denied/,
    'permission-denied',
    'The file may not be read by the user that Dataing runs as.',
  ],
  [/^IO Error/, 'unreachable', 'A file of the data source cannot be read.'],
]

/** A throw of DuckDB in our words. What is none of its errors is a bug and goes on. */
export const duckdbProblem = (error: unknown, hidden: readonly string[]): DataSourceProblem => {
  if (!(error instanceof Error)) throw error
  if (error instanceof RangeError) return problem('bad-query', 'A value of the answer is too large.')
  const message = error.message.replace(/^Failed to [a-z ]+: /, '')
  const found = readings.find(([prefix]) => prefix.test(message))
  if (found !== undefined) return problem(found[1], found[2] ?? cleanMessage(message, hidden))
  if (!/^[A-Z][A-Za-z ]* Error/i.test(message)) throw error
  return problem('bad-query', 'DuckDB could not run the query.')
}
