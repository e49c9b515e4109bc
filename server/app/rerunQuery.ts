import { queryApproval } from '../core/approval/approvals.ts'
import { authorsOf, originOf } from '../core/approval/authors.ts'
import { writtenBy } from '../core/approval/writtenQuery.ts'
import { compareProof, type ComparedNumber } from '../core/finding/compareProof.ts'
import { compareScan } from '../core/finding/compareScan.ts'
import type { State } from '../core/investigation/state.ts'
import { asCase, type Case } from '../core/measure/planned.ts'
import type { Answer, DataSourceProblem } from '../core/ports/dataSource.ts'
import type { GuardRefusal } from '../core/ports/queryGuard.ts'
import type { CaseRef } from '../core/shared/ids.ts'
import { ok, refuse, type Result } from '../core/shared/result.ts'
import { loadCase } from './change.ts'
import { judgeText } from './judgeText.ts'
import { contextOf } from './steps/ask.ts'
import type { DecidingTools } from './tools.ts'

/** What came of running a query of a case again. `numbers` are those of a proof, or of a scan the ones that differ; `compared` says how many there are in all. */
export type Rerun = {
  readonly agrees: boolean
  readonly compared: number
  readonly numbers: readonly ComparedNumber[]
  readonly rows: number
  readonly elapsedMs: number
}

export type RerunProblem =
  | { readonly code: 'not-found' }
  | {
      readonly code: 'query-refused'
      readonly problem: GuardRefusal | { readonly code: 'not-allowed'; readonly message: string }
    }
  | { readonly code: 'data-source-problem'; readonly problem: DataSourceProblem }

type Known = { readonly sql: string; readonly compare: (answer: Answer) => Compared }
type Compared = Pick<Rerun, 'compared' | 'numbers' | 'agrees'>

const limits = { maxRows: 100_000, maxBytes: 64 * 1024 * 1024, timeoutMs: 60_000 }
const mostShown = 20

/**
 * Runs a query or a proof of a case once more, by its name, through the guard like the first time, and compares the numbers. The text is the recorded one:
 * nobody can hand in another, and what the approval policy never allows is not run again either. No rows come back, only numbers.
 */
export const rerunQuery =
  ({ store, dataSources, guard, policies, ...tools }: Omit<DecidingTools, 'now'>) =>
  async (ref: CaseRef, name: string): Promise<Result<Rerun, RerunProblem>> => {
    const state = asCase((await loadCase(store, ref)).state)
    const known = state && knownQuery(state, name)
    if (!known) return refuse({ code: 'not-found' })
    const opened = await dataSources.open(ref.tenantId, state.question.dataSourceId)
    if (!opened.ok) return refuse({ code: 'data-source-problem', problem: opened.problem })
    const change = queryApproval(name, state.approvals)?.decision?.change
    const authors = authorsOf(writtenBy(name), change?.kind === 'query' && change.sql === known.sql)
    const checked = await guard.check(known.sql, {
      dialect: opened.value.dialect.name,
      context: contextOf(state.focus),
      origin: originOf(authors),
    })
    if (!checked.ok) return refuse({ code: 'query-refused', problem: checked.problem })
    const policy = await policies.policyOf(ref.tenantId, state.question.dataSourceId)
    const text = { source: opened.value, query: checked.value, authors, tables: contextOf(state.focus).tables }
    const {
      judged: { tier, because },
    } = await judgeText(text, { policy, tools, tenantId: ref.tenantId, dataSourceId: state.question.dataSourceId })
    if (tier === 'never')
      return refuse({
        code: 'query-refused',
        problem: {
          code: 'not-allowed',
          message: `The approval policy never lets this query run. ${because.join(' ')}`,
        },
      })
    const answered = await opened.value.ask(checked.value, limits)
    if (!answered.ok) return refuse({ code: 'data-source-problem', problem: answered.problem })
    return ok({
      ...known.compare(answered.value),
      rows: answered.value.rows.length,
      elapsedMs: answered.value.elapsedMs,
    })
  }

const knownQuery = (state: Case, name: string): Known | null => {
  const proof = proofNamed(state, name)
  if (proof) return { sql: proof.sql, compare: answer => verdict(compareProof(proof, answer)) }
  const query = state.queries.find(({ id }) => id === name)
  if (!query) return null
  return {
    sql: query.sql,
    compare: answer => {
      const numbers = compareScan(state, query, answer)
      // A query that no number was read off is compared by how many rows came back.
      return numbers.length > 0 ? differing(numbers) : verdict([rowsCompared(query.rows, answer)])
    },
  }
}

const proofNamed = ({ finding }: State, name: string) =>
  finding?.proofs?.find(({ id }) => `proof:${id}` === name) ?? null

const rowsCompared = (value: number, { rows: { length: now } }: Answer): ComparedNumber => ({
  name: 'rows',
  unit: 'count',
  value,
  now,
  agrees: now === value,
})

const verdict = (numbers: readonly ComparedNumber[]): Compared => ({
  agrees: numbers.every(({ agrees }) => agrees),
  compared: numbers.length,
  numbers,
})

const differing = (numbers: readonly ComparedNumber[]): Compared => ({
  ...verdict(numbers),
  numbers: numbers.filter(({ agrees }) => !agrees).slice(0, mostShown),
})
