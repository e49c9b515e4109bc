import { healthLetter } from '../core/access/letters.ts'
import type { DataSourceRegistry } from '../core/ports/dataSourceRegistry.ts'
import type { SecretBox } from '../core/ports/secretBox.ts'
import type { SourceCheck, SourceChecks, SourcePlace } from '../core/ports/sourceChecks.ts'
import type { DataSourceId } from '../core/shared/ids.ts'
import { failureOf, outcomesOf } from '../core/ports/testStep.ts'
import { storedSettings } from './storedSettings.ts'
import { testConnection, type TestConnectionTools } from './testConnection.ts'

export type CheckTools = TestConnectionTools & {
  readonly checks: SourceChecks
  readonly registry: Pick<DataSourceRegistry, 'find'>
  readonly secrets: SecretBox
  /** The full address of a data source's page. */
  readonly linkToSource: (id: DataSourceId) => string
  readonly now: () => Date
  readonly everyMs: number
}

const DAY_MS = 86_400_000
const KEPT_DAYS = 30

/** Data sources tested in one go; the others have their turn at the next. */
const AT_ONCE = 10

/**
 * Tests the active data sources that are due, side by side, so that one that hangs holds up no other; who looks after them is told once when one stops
 * answering, and once when it answers again. Throws what broke first, once all are done.
 */
export const checkDueSources =
  (tools: CheckTools) =>
  async (signal: AbortSignal): Promise<void> => {
    const { checks, now, everyMs } = tools
    const places = await checks.claim(now(), { everyMs, limit: AT_ONCE })
    if (signal.aborted) return
    const done = await Promise.allSettled(places.map(place => checkPlace(tools, place)))
    await checks.forget(new Date(now().getTime() - KEPT_DAYS * DAY_MS))
    const broken = done.find(result => result.status === 'rejected')
    if (broken) throw broken.reason
  }

const checkPlace = async (tools: CheckTools, place: SourcePlace): Promise<void> => {
  const check = await checkSource(tools, place)
  if (!check) return
  const { dataSourceId } = place
  const about = { message: check.message, link: tools.linkToSource(dataSourceId), dataSourceId }
  await tools.checks.record(place, check, turn =>
    turn.addresses.map(email => healthLetter({ ...turn, ...about, email })),
  )
}

/** Null where the data source is gone by now. */
const checkSource = async (tools: CheckTools, { tenantId, dataSourceId }: SourcePlace): Promise<SourceCheck | null> => {
  const stored = await tools.registry.find(tenantId, dataSourceId)
  if (!stored) return null
  const settings = storedSettings(tools.secrets, tenantId, stored)
  if (settings === null)
    return {
      at: tools.now(),
      step: 'signIn',
      message: 'Its stored secrets cannot be read with the key of this server.',
      elapsedMs: 0,
    }
  const steps = await outcomesOf(testConnection(tools)({ settings, table: null }))
  const failed = failureOf(steps)
  const elapsedMs = steps.reduce((sum, step) => sum + step.elapsedMs, 0)
  return { at: tools.now(), step: failed?.name ?? null, message: failed?.message ?? 'It answers.', elapsedMs }
}
