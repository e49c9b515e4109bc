import type { AuditLog } from '../core/ports/auditTrail.ts'
import type { DataSourceKinds } from '../core/ports/dataSourceKinds.ts'
import type { DataSourceRegistry } from '../core/ports/dataSourceRegistry.ts'
import type { SecretBox } from '../core/ports/secretBox.ts'
import { failureOf, outcomesOf, type TestStep } from '../core/ports/testStep.ts'
import type { DataSourceId, TenantId } from '../core/shared/ids.ts'
import { ok, refuse, type Result } from '../core/shared/result.ts'
import { nameTaken, readName } from './dataSourceName.ts'
import { notedTest, unsaved } from './notedTest.ts'
import { sealedSettings } from './sealedSettings.ts'
import { testConnection, type TestConnectionTools } from './testConnection.ts'

export type ConnectDataSourceTools = TestConnectionTools & {
  readonly kinds: DataSourceKinds
  readonly registry: DataSourceRegistry
  readonly secrets: SecretBox
  readonly audit: AuditLog
  readonly newId: () => DataSourceId
}

/** `settings` as a person typed them. A `draft` is saved untested, and nothing is investigated on it. */
export type ConnectDataSourceInput = {
  readonly tenantId: TenantId
  readonly name: string
  readonly kind: string
  readonly settings: unknown
  readonly draft?: boolean
}

/** `path` leads to the field of the input, outermost first. */
export type ConnectDataSourceProblem =
  | { readonly code: 'invalid' | 'name-taken'; readonly message: string; readonly path: readonly string[] }
  | { readonly code: 'test-failed'; readonly steps: readonly TestStep[] }

/** `steps` as the test took them; none for a draft. */
export type ConnectedDataSource = { readonly id: DataSourceId; readonly steps: readonly TestStep[] }

/** Checks the settings and tests the connection; what did not stand the test is saved as a draft only. */
export const connectDataSource =
  (tools: ConnectDataSourceTools) =>
  async ({
    tenantId,
    name: typed,
    kind,
    settings,
    draft = false,
  }: ConnectDataSourceInput): Promise<Result<ConnectedDataSource, ConnectDataSourceProblem>> => {
    const { kinds, registry, secrets, audit, newId } = tools
    const name = readName(typed)
    if (!name.ok) return name
    const parsed = kinds.parse(kind, settings)
    if (!parsed.ok) return refuse({ code: 'invalid', ...parsed.problem.faults[0] })
    if (await registry.isNameTaken(tenantId, name.value)) return nameTaken(name.value)
    const steps = draft
      ? []
      : await outcomesOf(
          notedTest(
            { audit, tenantId, subject: unsaved(kind, name.value) },
            testConnection(tools)({ settings: parsed.value, table: null }),
          ),
        )
    if (failureOf(steps)) return refuse({ code: 'test-failed', steps })
    const id = newId()
    const added = await registry.add(tenantId, {
      id,
      name: name.value,
      kind,
      settings: parsed.value.settings,
      secrets: sealedSettings(secrets, { tenantId, id }, parsed.value),
      readOnly: readOnlyOf(steps),
      draft,
    })
    return added.ok ? ok({ id, steps }) : nameTaken(name.value)
  }

/** Whether the test proved that the login can only read; null where it did not come so far. */
export const readOnlyOf = (steps: readonly TestStep[]): boolean | null => {
  const proof = steps.find(({ name }) => name === 'readOnly')
  return proof?.outcome === 'ok' || proof?.outcome === 'warning' ? proof.outcome === 'ok' : null
}
