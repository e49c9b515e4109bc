import { randomUUID } from 'node:crypto'
import { access, mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { connectDataSource, type ConnectDataSourceTools } from '../server/app/connectDataSource.ts'
import type { startInvestigation } from '../server/app/startInvestigation.ts'
import type { Question } from '../server/core/metric/question.ts'
import type { Passwords } from '../server/core/ports/passwords.ts'
import type { Account, People } from '../server/core/ports/people.ts'
import { asId, type DataSourceId, type InvestigationId, type TenantId } from '../server/core/shared/ids.ts'
import { makeDemoWarehouse } from './makeDemoWarehouse.ts'
import { demoScenarios } from './scenarios/index.ts'

export type DemoTools = Omit<ConnectDataSourceTools, 'newId'> & {
  readonly people: Pick<People, 'find' | 'createFirst'>
  readonly passwords: Pick<Passwords, 'hash'>
  readonly startInvestigation: ReturnType<typeof startInvestigation>
}

/** `account` is who the demo signs in as; `investigationId` the case that runs already. */
export type SeededDemo = {
  readonly account: Account
  readonly dataSourceId: DataSourceId
  readonly investigationId: InvestigationId
  readonly scenarios: readonly { readonly key: string; readonly title: string; readonly question: Question }[]
}

const email = 'demo@dataing.example'
// Fixed, so that a second start finds what the first one made.
const dataSourceId = asId<DataSourceId>('0199a000-0000-7000-8000-000000000001')
const investigationId = asId<InvestigationId>('0199a000-0000-7000-8000-000000000002')

/** Makes what the demo needs, as far as it is not there: warehouse, workspace, person, data source, a first investigation. Safe at every start. */
export const seedDemo = async ({ folder, tools }: { folder: string; tools: DemoTools }): Promise<SeededDemo> => {
  const path = await warehouseIn(folder)
  const account = await accountOf(tools)
  await connect(tools, { tenantId: account.tenantId, path })
  const scenarios = demoScenarios.map(({ key, title, question }) => ({
    key,
    title,
    question: { ...question, dataSourceId },
  }))
  const [first] = scenarios
  if (first === undefined) throw new Error('The demo has no scenarios')
  const { tenantId, personId } = account
  const started = await tools.startInvestigation({ tenantId, personId, id: investigationId, question: first.question })
  if (!started.ok) throw new Error(`The demo's first investigation did not start: ${started.problem.message}`)
  return { account, dataSourceId, investigationId, scenarios }
}

/** Written aside and moved in place, so that a start cut short leaves no half a warehouse. */
const warehouseIn = async (folder: string) => {
  const path = join(folder, 'warehouse.duckdb')
  if (
    await access(path).then(
      () => true,
      () => false,
    )
  )
    return path
  await mkdir(folder, { recursive: true })
  const unfinished = join(folder, 'unfinished')
  const {
    dataSources: [made],
  } = await makeDemoWarehouse(unfinished)
  if (made === undefined) throw new Error('The demo has no data source')
  await rename(made.path, path)
  await rm(unfinished, { recursive: true })
  return path
}

/** The password is a secret nobody has: the demo signs in by itself. */
const accountOf = async ({ people, passwords }: DemoTools): Promise<Account> => {
  const known = await people.find(email)
  if (known !== null) return known
  const passwordHash = await passwords.hash(randomUUID())
  const created = await people.createFirst({ tenantName: 'Demo', name: 'Demo', email, passwordHash })
  if (!created.ok)
    throw new Error('This database belongs to another workspace; start the demo with a database of its own')
  return created.value
}

const connect = async (tools: DemoTools, { tenantId, path }: { tenantId: TenantId; path: string }) => {
  if ((await tools.registry.find(tenantId, dataSourceId)) !== null) return
  const connecting = connectDataSource({ ...tools, newId: () => dataSourceId })
  const connected = await connecting({ tenantId, name: 'Online shop', kind: 'duckdb', settings: { path } })
  if (!connected.ok) throw new Error(`The demo warehouse did not connect: ${connected.problem.code}`)
}
