import pg from 'pg'
import type { Asking } from '../../core/access/asking.ts'
import type { Append, InvestigationStore } from '../../core/ports/investigationStore.ts'
import { ok, refuse } from '../../core/shared/result.ts'
import type { Announce } from './announcer.ts'
import { appendStatement, type JobInsert } from './appendStatement.ts'
import { createBatcher } from './batcher.ts'
import { readEvents } from './readEvents.ts'

type Options = {
  readonly pool: pg.Pool
  readonly jobs: JobInsert
  readonly announce: Announce
  readonly asking?: () => Asking | null
}

const ALL = { after: 0, limit: 2 ** 31 - 1 }

/**
 * The facts in PostgreSQL. An append is one statement; appends that come while others are being saved share the next statement, each still winning or
 * losing by itself. Cases are opened one by one, because that takes a number from the tenant's row.
 */
export const createInvestigationStore = ({
  pool,
  jobs,
  announce,
  asking = () => null,
}: Options): InvestigationStore => {
  const save = async (appends: readonly Append[]): Promise<readonly boolean[]> => {
    const { rows } = await pool.query<{ id: string }>(appendStatement(appends, jobs))
    const won = new Set(rows.map(row => row.id))
    return appends.map(append => won.has(append.ref.investigationId))
  }

  const open = async (append: Append): Promise<boolean> => {
    const saved = await save([append]).catch(nullIfOpenAlready)
    if (saved?.[0] === false) throw new Error(`There is no tenant ${append.ref.tenantId} to open a case for.`)
    return saved !== null
  }

  const moveOn = createBatcher({
    run: save,
    keyOf: append => append.ref.investigationId,
    isItemsFault: isDataFault,
    lanes: 2,
    batchSize: 64,
  })

  return {
    load: ref => readEvents(pool, ref, ALL),
    async append(given) {
      // Taken down now: the statement may be sent on behalf of several.
      const append = { ...given, by: asking() }
      const won = await (append.expectedVersion === 0 ? open(append) : moveOn(append))
      if (!won) return refuse({ code: 'version-conflict' })
      announce([append.ref.investigationId], append.steps.length > 0)
      return ok({ version: append.expectedVersion + append.events.length })
    },
  }
}

const nullIfOpenAlready = (problem: unknown): null => {
  if (
    problem instanceof pg.DatabaseError &&
    problem.code === '23505' &&
    problem.constraint === 'investigation_view_pkey'
  )
    return null
  throw problem
}

/** Bad data, a broken constraint, or a deadlock with another process: classes 22, 23 and 40 of SQLSTATE, and nothing was written. */
const isDataFault = (problem: unknown) => problem instanceof pg.DatabaseError && /^(22|23|40)/.test(problem.code ?? '')
