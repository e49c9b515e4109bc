import type { SchemaContext } from '../dataset/schemaContext.ts'
import type { TableName } from '../dataset/table.ts'
import type { Result } from '../shared/result.ts'

declare const checked: unique symbol

/** SQL text that the guard has read to the last node. Only `adapters/queryGuard` makes one, and only such a value can be run. */
export type SafeQuery = {
  readonly [checked]: true
  readonly dialect: DialectName
  /** The exact text that was checked and will be run. */
  readonly text: string
  /** sha256 of the text, hex. */
  readonly hash: string
  /** Equal only for texts that differ in nothing but the values that columns are compared with; hex. */
  readonly shape: string
  readonly tables: readonly TableName[]
}

export type DialectName = 'duckdb' | 'postgres' | 'mysql' | 'redshift' | 'trino' | 'snowflake' | 'bigquery'

/** Who wrote the text: our own planner, whose scans are wide, or anybody else. It decides the size limits and nothing more. */
export type QueryOrigin = 'planner' | 'untrusted'

export type QueryScope = {
  readonly dialect: DialectName
  readonly context: SchemaContext
  /** 'untrusted' where it is left out. */
  readonly origin?: QueryOrigin
}

export type GuardRefusal = {
  readonly code:
    | 'too-large'
    | 'too-slow'
    | 'forbidden-token'
    | 'unreadable'
    | 'readers-disagree'
    | 'not-a-select'
    | 'many-statements'
    | 'forbidden-node'
    | 'forbidden-function'
    | 'forbidden-table'
    | 'unknown-column'
    | 'too-many-joins'
  /** What was refused, in words fit for a person; quotes at most 80 characters of the query. */
  readonly message: string
}

/** The one gate between query text and a warehouse. Implementations must pass the attack corpus. */
export interface QueryGuard {
  /** Reads the text off the event loop, within its deadline; unqualified tables resolve to the dialect's default schema. Never throws. */
  check(text: string, scope: QueryScope): Promise<Result<SafeQuery, GuardRefusal>>
  /** Stops the worker. Safe to call twice. */
  close(): Promise<void>
}
