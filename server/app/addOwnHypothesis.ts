import type { SignedIn } from '../core/access/signedIn.ts'
import type { Refusal } from '../core/investigation/command.ts'
import { asCase, type Case } from '../core/measure/planned.ts'
import { modelQueries } from '../core/model/modelQuery.ts'
import { ownFault } from '../core/own/checkOwn.ts'
import type { OwnWish } from '../core/own/ownHypothesis.ts'
import type { CaseRef } from '../core/shared/ids.ts'
import { ok, refuse, type Result } from '../core/shared/result.ts'
import { change, loadCase } from './change.ts'
import { saidOf } from './steerInvestigation.ts'
import { contextOf } from './steps/ask.ts'
import type { Tools } from './tools.ts'

export type OwnRefusal = {
  readonly code: Refusal['code'] | 'invalid' | 'query-refused'
  readonly message: string
  readonly path: readonly string[]
}

/**
 * Adds a possible cause in a person's own words to a running case. Its queries are read by the guard now, so that who wrote them is told, and once more when
 * they are run, under the policy of that moment.
 */
export const addOwnHypothesis =
  ({ store, dataSources, guard }: Pick<Tools, 'store' | 'dataSources' | 'guard'>) =>
  async (ref: CaseRef, given: OwnWish, by: SignedIn): Promise<Result<null, OwnRefusal>> => {
    const wish = {
      statement: given.statement.trim(),
      predictions: given.predictions.map(each => ({ ...each, claim: each.claim.trim() })),
    }
    const wrong = ownFault(wish)
    if (wrong) return refuse({ code: 'invalid', ...wrong })
    const state = asCase((await loadCase(store, ref)).state)
    if (state?.status === 'running') {
      const refused = await refusedQuery({ dataSources, guard }, { ref, state, wish })
      if (refused) return refuse(refused)
    }
    const added = await change(store)(ref, {
      type: 'SteerInvestigation',
      wish: { kind: 'addOwn', hypothesis: wish },
      by: { by: by.personId, byName: by.name },
    })
    return added.ok ? ok(null) : refuse({ code: added.problem.code, message: saidOf(added.problem), path: [] })
  }

type Checked = { readonly ref: CaseRef; readonly state: Case; readonly wish: OwnWish }

/** The first query that the guard does not let through; null where it lets all of them. */
const refusedQuery = async (
  { dataSources, guard }: Pick<Tools, 'dataSources' | 'guard'>,
  { ref, state, wish }: Checked,
): Promise<OwnRefusal | null> => {
  const opened = await dataSources.open(ref.tenantId, state.question.dataSourceId)
  if (!opened.ok)
    return {
      code: 'query-refused',
      message: `The query cannot be checked: ${opened.problem.message}`,
      path: ['predictions', '0', 'sql'],
    }
  const { dialect } = opened.value
  for (const [place, prediction] of wish.predictions.entries()) {
    const { alert } = modelQueries(state, { ...prediction, id: '' }, dialect)
    const checked = await guard.check(alert.sql, {
      dialect: dialect.name,
      context: contextOf(state.focus),
      origin: 'untrusted',
    })
    if (!checked.ok)
      return { code: 'query-refused', message: checked.problem.message, path: ['predictions', String(place), 'sql'] }
  }
  return null
}
