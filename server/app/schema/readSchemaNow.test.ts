import { expect, test } from 'vitest'
import { createMemoryDataSourceRegistry } from '../../adapters/memory/dataSourceRegistry.ts'
import { createMemoryLineage } from '../../adapters/memory/lineage.ts'
import { createMemorySchemaHistory } from '../../adapters/memory/schemaHistory.ts'
import type { AuditNote } from '../../core/ports/auditTrail.ts'
import type { DataSource, DataSourceProblem } from '../../core/ports/dataSource.ts'
import { asId, type DataSourceId, type TenantId } from '../../core/shared/ids.ts'
import { refuse, type Result } from '../../core/shared/result.ts'
import { duckdb } from '../../adapters/dataSources/duckdb.ts'
import { duckdbFile } from '../../testing/duckdbFile.ts'
import { refreshKeys } from '../refreshKeys.ts'
import { readSchemaNow } from './readSchemaNow.ts'

const place = { tenantId: asId<TenantId>('t'), dataSourceId: asId<DataSourceId>('d') }

const noting = async (open: () => Promise<Result<DataSource, DataSourceProblem>>) => {
  const notes: AuditNote[] = []
  const registry = createMemoryDataSourceRegistry()
  await registry.add(place.tenantId, {
    id: place.dataSourceId,
    name: 'Shop',
    kind: 'duckdb',
    settings: {},
    secrets: null,
    readOnly: null,
    draft: false,
  })
  const tools = {
    registry,
    dataSources: { open },
    history: createMemorySchemaHistory(),
    lineage: createMemoryLineage(),
    guard: { readView: async () => [] },
    now: () => new Date(),
    audit: {
      note: async (note: AuditNote) => {
        notes.push(note)
      },
    },
  }
  return { notes, readNow: readSchemaNow(tools), readKeys: refreshKeys(tools) }
}
const subject = { kind: 'dataSource', id: 'd', name: 'Shop' }

test('a reading that somebody asked for is noted with what came of it, and so is one of the foreign keys', async () => {
  const file = await duckdbFile([
    'CREATE TABLE customers (id INTEGER PRIMARY KEY)',
    'CREATE TABLE orders (customer_id INTEGER REFERENCES customers (id))',
  ])
  const options = {
    allowPrivateAddresses: false,
    fileRoots: null,
    maxConcurrent: 2,
    duckdb: { memoryMb: 256, threads: 1 },
  }
  const connected = await duckdb.connect({ kind: 'duckdb', settings: { path: file.path }, secrets: {} }, options)
  const { notes, readNow, readKeys } = await noting(async () => connected)
  await readNow(place)
  await readKeys(place)
  if (connected.ok) await connected.value.close()
  await file.remove()
  expect(notes).toEqual([
    { tenantId: 't', action: 'schemaRead', subject, after: { outcome: 'read', tables: 2, changes: 2 } },
    { tenantId: 't', action: 'keysRead', subject, after: { edges: 1 } },
  ])
})

test('one that fails is noted by the code of its failure; of a data source that is not there nothing is', async () => {
  const { notes, readNow } = await noting(async () =>
    refuse({ code: 'unreachable', message: 'No answer.', retryable: true }),
  )
  await readNow(place)
  await readNow({ ...place, tenantId: asId<TenantId>('other') })
  expect(notes).toEqual([
    { tenantId: 't', action: 'schemaRead', subject, after: { outcome: 'failed', code: 'unreachable' } },
  ])
})
