import { createHash } from 'node:crypto'
import { sameTable, type TableName } from '../../core/dataset/table.ts'
import type { GuardRefusal, QueryGuard, QueryScope, SafeQuery } from '../../core/ports/queryGuard.ts'
import type { ViewReader, ViewSource } from '../../core/ports/viewReader.ts'
import { ok, refuse, type Result } from '../../core/shared/result.ts'
import { checkTokens } from './checkTokens.ts'
import { createSerialiser } from './duckdb/serialiser.ts'
import type { Token } from './lexer.ts'
import { guardLimits, type GuardLimits } from './limits.ts'
import { Refused } from './refusal.ts'
import { shapeOf } from './shapeOf.ts'
import { createWorkerPool, type WorkerPoolOptions } from './workerPool.ts'

export type QueryGuardOptions = Partial<WorkerPoolOptions> & {
  /** Replaces the limits of both origins where given. */
  readonly limits?: Partial<GuardLimits>
}

/** DuckDB's parser is waited for by the clock, however busy the machine is. */
const PATIENCE = 10

const readTokens = (text: string, scope: QueryScope, limits: GuardLimits): Result<readonly Token[], GuardRefusal> => {
  try {
    return ok(checkTokens(text, scope.dialect, limits))
  } catch (problem) {
    if (problem instanceof Refused) return refuse(problem.problem)
    throw problem
  }
}

type Judged = { readonly text: string; readonly tokens: readonly Token[]; readonly tables: SafeQuery['tables'] }

const seal = ({ text, tokens, tables }: Judged, { dialect, context }: QueryScope): SafeQuery => {
  const read = context.tables.filter(({ name }) => tables.some(table => sameTable(table, name)))
  const columns = new Set(read.flatMap(table => table.columns.map(({ name }) => name.toLowerCase())))
  const shape = shapeOf({ text, dialect, tokens, columns })
  return Object.freeze({
    dialect,
    text,
    hash: createHash('sha256').update(text).digest('hex'),
    shape,
    tables,
  }) as SafeQuery
}

/** Definitions of views are as long as their authors made them. */
const VIEW = { maxCharacters: 256 * 1024, deadlineMs: 1_000 }

/** The guard over worker threads, which read views too. It is warm from the start; `close` lets the threads go. */
export const createQueryGuard = ({
  workers = 1,
  heapMb = 128,
  startMs = 30_000,
  limits: given = {},
}: QueryGuardOptions = {}): QueryGuard & ViewReader => {
  const pool = createWorkerPool({ workers, heapMb, startMs })
  const serialiser = createSerialiser()
  return {
    async check(text, scope) {
      const limits = { ...guardLimits[scope.origin ?? 'untrusted'], ...given }
      // Linear in the text and cheap: most of what is hostile never costs a parser's time.
      const tokens = readTokens(text, scope, limits)
      if (!tokens.ok) return tokens
      const known = scope.context.tables.map(({ name, columns }) => ({
        name,
        columns: columns.map(column => column.name),
      }))
      const serialised =
        scope.dialect === 'duckdb' ? await serialiser.serialise(text, limits.deadlineMs * PATIENCE) : null
      if (scope.dialect === 'duckdb' && serialised === null)
        return refuse({ code: 'too-slow', message: 'DuckDB takes too long to read the query.' })
      const judged = await pool.ask<readonly TableName[]>({
        query: { text, dialect: scope.dialect, known, limits, serialised },
      })
      return judged.ok ? ok(seal({ text, tokens: tokens.value, tables: judged.value }, scope)) : judged
    },
    async readView(view) {
      if (view.text.length > VIEW.maxCharacters) return []
      const read = await pool.ask<readonly ViewSource[]>({ view, deadlineMs: VIEW.deadlineMs })
      return read.ok ? read.value : []
    },
    async close() {
      await Promise.all([pool.close(), serialiser.close()])
    },
  }
}
