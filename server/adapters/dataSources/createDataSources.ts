import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { DataSource, DataSourceProblem } from '../../core/ports/dataSource.ts'
import type { DataSourceKinds } from '../../core/ports/dataSourceKinds.ts'
import type { DataSourceRegistry, RegisteredDataSource } from '../../core/ports/dataSourceRegistry.ts'
import type { DataSources } from '../../core/ports/dataSources.ts'
import { secretsOf, type SecretBox } from '../../core/ports/secretBox.ts'
import type { TenantId } from '../../core/shared/ids.ts'
import { refuse, type Result } from '../../core/shared/result.ts'
import { problem } from './shared/problem.ts'

type Tools = { readonly registry: DataSourceRegistry; readonly secrets: SecretBox; readonly kinds: DataSourceKinds }

type Opened = { readonly version: string; readonly source: Promise<Result<DataSource, DataSourceProblem>> }

/** The data sources of a process; `close` stops every query and frees every connection. */
export type ClosableDataSources = DataSources & { close(): Promise<void> }

/** Connects each data source once per version of its settings; new settings take the place of the old ones, whose queries are stopped. */
export const createDataSources = ({ registry, secrets, kinds }: Tools): ClosableDataSources => {
  const opened = new Map<string, Opened>()
  let closed = false
  const connect = async (tenantId: TenantId, { id, kind, settings, secrets: sealed }: RegisteredDataSource) => {
    const plain = sealed === null ? null : secrets.open(secretsOf(tenantId, id), sealed)
    if (plain !== null && !plain.ok)
      return refuse(problem('bad-settings', 'The stored secrets cannot be read with the key of this server.'))
    return kinds.connect({ kind, settings, secrets: plain === null ? {} : secretValues.parse(JSON.parse(plain.value)) })
  }
  return {
    async open(tenantId, id) {
      if (closed) return STOPPED
      const found = await registry.find(tenantId, id)
      if (found === null) return refuse(problem('not-found', 'There is no such data source.'))
      if (found.draft)
        return refuse(problem('bad-settings', 'This data source is a draft: it must pass its connection test first.'))
      // Another call may have closed or opened it while the registry was asked.
      if (closed) return STOPPED
      const version = versionOf(found)
      const before = opened.get(id)
      if (before?.version === version) return before.source
      const now: Opened = { version, source: connect(tenantId, found) }
      opened.set(id, now)
      const forget = () => void (opened.get(id) === now && opened.delete(id))
      now.source.then(result => result.ok || forget(), forget)
      if (before !== undefined) await closeOpened(before)
      return now.source
    },
    async close() {
      closed = true
      await Promise.all([...opened.values()].map(closeOpened))
      opened.clear()
    },
  }
}

const secretValues = z.record(z.string(), z.string())

const STOPPED = refuse(problem('cancelled', 'The server is stopping.'))

/** Changes with anything that a connection is made of. */
const versionOf = ({ kind, settings, secrets }: RegisteredDataSource) =>
  createHash('sha256')
    .update(JSON.stringify([kind, settings]))
    .update(secrets ?? '')
    .digest('hex')

const closeOpened = async ({ source }: Opened) => {
  const result = await source.catch(() => null)
  if (result?.ok) await result.value.close()
}
