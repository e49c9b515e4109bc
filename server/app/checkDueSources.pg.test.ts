import { randomBytes } from 'node:crypto'
import { rename } from 'node:fs/promises'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { createDataSourceKinds } from '../adapters/dataSources/createDataSourceKinds.ts'
import { dataSources as definitions } from '../adapters/dataSources/index.ts'
import { openMailJob } from '../adapters/jobs/mailJob.ts'
import { createMailWriter } from '../adapters/jobs/outbox.ts'
import { ensureBoss, MAIL_QUEUE } from '../adapters/jobs/queue.ts'
import { createDataSourceRegistry } from '../adapters/postgres/dataSourceRegistry.ts'
import { createSourceChecks } from '../adapters/postgres/sourceChecks.ts'
import { createQueryGuard } from '../adapters/queryGuard/createQueryGuard.ts'
import { createSecretBox } from '../adapters/secrets/secretBox.ts'
import type { DataSourceKinds } from '../core/ports/dataSourceKinds.ts'
import type { Mail } from '../core/ports/mailer.ts'
import type { DataSourceId } from '../core/shared/ids.ts'
import { printGlobalId } from '../graphql/globalId.ts'
import { call, contextOf } from '../testing/apiCaller.ts'
import { duckdbFile, type DuckdbFile } from '../testing/duckdbFile.ts'
import { seedPerson, seedTenant, type SeededTenant } from '../testing/tenantSeed.ts'
import { viewDatabase } from '../testing/viewDatabase.ts'
import { warmGuard } from '../testing/warmGuard.ts'
import { checkDueSources } from './checkDueSources.ts'

const guard = createQueryGuard()
const options = {
  allowPrivateAddresses: true,
  fileRoots: null,
  maxConcurrent: 2,
  duckdb: { memoryMb: 256, threads: 1 },
}
const kinds = createDataSourceKinds(definitions, options)
const START = Date.parse('2026-11-20T08:00:00Z')
const DAY_MS = 86_400_000
let views: Awaited<ReturnType<typeof viewDatabase>>
let file: DuckdbFile
let mailSql: string
let tenants = 0
const secrets = createSecretBox(randomBytes(32))

beforeAll(async () => {
  ;[views, file] = await Promise.all([
    viewDatabase(),
    duckdbFile(['CREATE TABLE orders (id INTEGER PRIMARY KEY)', 'INSERT INTO orders VALUES (1)']),
    warmGuard(guard),
  ])
  ;({ mailSql } = await ensureBoss(views.url))
}, 60_000)
afterEach(() => views.db.dataSource.updateMany({ data: { active: false } }))
afterAll(async () => {
  await guard.close()
  await file.remove()
  await views.drop()
})

/** A tenant whose data source is a file of its own. */
const place = async () => {
  const number = ++tenants
  const tenant = await seedTenant(views.db, `Tenant${number}`)
  const path = `${file.folder}/shop${number}.duckdb`
  await file.run(['CREATE TABLE orders (id INTEGER PRIMARY KEY)', 'INSERT INTO orders VALUES (1)'], path)
  await views.db.dataSource.update({ where: { id: tenant.dataSourceId }, data: { settings: { path } } })
  return { ...tenant, path }
}

const worker = (around: Partial<DataSourceKinds> & { readonly mailInto?: string } = {}) => {
  const asked: unknown[] = []
  let minutes = 0
  const connect: DataSourceKinds['connect'] = settings => {
    asked.push(settings.settings['path'])
    return (around.connect ?? kinds.connect)(settings)
  }
  const tools = {
    kinds: { ...kinds, connect },
    guard,
    clock: () => 0,
    checks: checks(around.mailInto),
    secrets,
    registry: createDataSourceRegistry(views.db, work => views.db.$transaction(work)),
    everyMs: 15 * 60_000,
    linkToSource: (id: DataSourceId) => `https://dataing.example/data-sources/${id}`,
    now: () => new Date(START + minutes * 60_000),
  }
  const run = checkDueSources(tools)
  /** Does what is due so many minutes after the start. */
  const at = async (minute: number) => {
    minutes = minute
    await run(new AbortController().signal)
  }
  return { at, asked }
}

const checks = (into = mailSql) =>
  createSourceChecks({ db: views.db, mails: createMailWriter({ isOpen: true, mailSql: into, secrets }) })

type Kept = { readonly data: unknown; readonly xmin: string }

/** What waits to be mailed for a tenant, and the transaction that wrote it. */
const mailsOf = async ({ tenantId }: SeededTenant): Promise<readonly (Mail & { readonly xmin: string })[]> => {
  const rows = await views.db.$queryRaw<
    Kept[]
  >`SELECT data, xmin::text FROM pgboss.job WHERE name = ${MAIL_QUEUE} AND data->>'tenantId' = ${tenantId} ORDER BY created_on`
  return rows.flatMap(({ data, xmin }) => {
    const job = openMailJob(data, secrets)
    return job ? [{ ...job.mail, xmin }] : []
  })
}
const subjectsOf = async (tenant: SeededTenant) => (await mailsOf(tenant)).map(({ to, subject }) => `${to}: ${subject}`)

const noticesOf = async ({ tenantId }: SeededTenant) =>
  (await views.db.notice.findMany({ where: { tenantId }, orderBy: { createdAt: 'asc' } })).map(({ personId, text }) => [
    personId,
    text.split(':')[0],
  ])
const historyOf = async ({ dataSourceId }: SeededTenant) =>
  (await views.db.sourceCheck.findMany({ where: { dataSourceId }, orderBy: { at: 'asc' } })).map(({ isWell, step }) => [
    isWell,
    step,
  ])

test('two workers test each data source that is due once, and neither a draft, nor a paused, nor a removed one', async () => {
  const due = await Promise.all([place(), place(), place(), place()])
  const others = await Promise.all([place(), place(), place()])
  const kept = [{ draft: true }, { active: false }, { removedAt: new Date() }]
  for (const [index, { dataSourceId }] of others.entries())
    await views.db.dataSource.update({ where: { id: dataSourceId }, data: kept[index] ?? {} })
  const [one, two] = [worker(), worker()]
  await Promise.all([one.at(0), two.at(0)])
  expect([...one.asked, ...two.asked].sort()).toEqual(due.map(({ path }) => path).sort())
  await Promise.all([one.at(14), two.at(14)])
  expect(one.asked.length + two.asked.length).toBe(4)
  await Promise.all([one.at(15), two.at(15)])
  expect(one.asked.length + two.asked.length).toBe(8)
  for (const tenant of due)
    expect(await historyOf(tenant)).toEqual([
      [true, null],
      [true, null],
    ])
})

test('a turn for the worse is told once, one for the better once, and what stays as it is not at all', async () => {
  const ours = await place()
  await seedPerson(views.db, {
    tenantId: ours.tenantId,
    email: 'viewer@ours.example',
    name: 'Vi',
    role: 'viewer',
    passwordHash: null,
  })
  const { at } = worker()
  await at(0)
  expect([await noticesOf(ours), await subjectsOf(ours)]).toEqual([[], []])
  await rename(ours.path, `${ours.path}.away`)
  const worse = [ours.personId, 'Shop does not stand its test']
  for (const minute of [15, 30, 45]) await at(minute)
  expect([await noticesOf(ours), await subjectsOf(ours)]).toEqual([[worse], [`${ours.email}: Shop does not answer`]])
  await rename(`${ours.path}.away`, ours.path)
  for (const minute of [60, 75]) await at(minute)
  const told = [`${ours.email}: Shop does not answer`, `${ours.email}: Shop answers again`]
  expect([await noticesOf(ours), await subjectsOf(ours)]).toEqual([
    [worse, [ours.personId, 'Shop answers again']],
    told,
  ])
  expect(await historyOf(ours)).toEqual([
    [true, null],
    [false, 'signIn'],
    [false, 'signIn'],
    [false, 'signIn'],
    [true, null],
    [true, null],
  ])
})

test('a team that looks after it is told instead of the admins; the admins where nobody is in it', async () => {
  const ours = await place()
  const { tenantId, dataSourceId } = ours
  const registry = createDataSourceRegistry(views.db, work => views.db.$transaction(work))
  const version = async () => (await registry.find(tenantId, dataSourceId))?.version ?? 0
  const tell = async (toldTeamId: string | null) =>
    registry.change(tenantId, dataSourceId, { version: await version(), to: { toldTeamId } })
  const person = async (name: string, deactivatedAt: Date | null) => {
    const { id } = await seedPerson(views.db, {
      tenantId,
      email: `${name}@ours.example`,
      name,
      role: 'viewer',
      passwordHash: null,
    })
    await views.db.person.update({ where: { id }, data: { deactivatedAt } })
    return id
  }
  const [sue, gone] = [await person('sue', null), await person('gone', new Date())]
  const team = await views.db.team.create({
    data: { tenantId, name: 'Loads', members: { create: [sue, gone].map(personId => ({ tenantId, personId })) } },
  })
  const foreign = await views.db.team.create({ data: { tenantId: (await place()).tenantId, name: 'Foreign' } })
  expect([await tell(foreign.id), await tell(team.id)]).toMatchObject([
    { ok: false, problem: { code: 'unknown-team' } },
    { ok: true },
  ])
  const { at } = worker()
  await at(0)
  await rename(ours.path, `${ours.path}.away`)
  await at(15)
  expect([await noticesOf(ours), await subjectsOf(ours)]).toEqual([
    [[sue, 'Shop does not stand its test']],
    ['sue@ours.example: Shop does not answer'],
  ])
  await views.db.teamMember.deleteMany({ where: { personId: sue } })
  await rename(`${ours.path}.away`, ours.path)
  await at(30)
  expect((await noticesOf(ours)).at(-1)).toEqual([ours.personId, 'Shop answers again'])
  await views.db.team.delete({ where: { id: team.id } })
  expect(await views.db.dataSource.findUniqueOrThrow({ where: { id: dataSourceId } })).toMatchObject({
    toldTeamId: null,
  })
  const told = await views.db.auditEntry.findMany({
    where: { tenantId, action: 'dataSourceChanged' },
    orderBy: { sequence: 'asc' },
    select: { after: true },
  })
  expect(told.map(({ after }) => JSON.parse(after ?? '{}') as object)).toContainEqual(
    expect.objectContaining({ toldTeam: team.id }),
  )
})

test('two results of one data source at once make one turn', async () => {
  const ours = await place()
  const turns: unknown[] = []
  const failed = (ms: number) =>
    checks().record(ours, { at: new Date(START + ms), step: 'tcp', message: 'No answer.', elapsedMs: 1 }, turn => {
      turns.push(turn)
      return []
    })
  await Promise.all([failed(0), failed(1), failed(2)])
  expect(turns).toEqual([{ isWell: false, name: 'Shop', addresses: [ours.email] }])
  expect(await noticesOf(ours)).toEqual([[ours.personId, 'Shop does not stand its test']])
})

test('a mail is kept in the transaction of its notice, and leads to the data source', async () => {
  const ours = await place()
  const { at } = worker()
  await rename(ours.path, `${ours.path}.away`)
  await at(0)
  const written = await views.db.$queryRaw`SELECT xmin::text FROM notice WHERE tenant_id = ${ours.tenantId}::uuid`
  const mails = await mailsOf(ours)
  expect(mails.map(({ xmin }) => ({ xmin }))).toEqual(written)
  expect(mails[0]?.text.split('\n')).toContain(`https://dataing.example/data-sources/${ours.dataSourceId}`)
})

test('where the mail cannot be kept nothing is, and the next check tells', async () => {
  const ours = await place()
  await rename(ours.path, `${ours.path}.away`)
  await expect(worker({ mailInto: 'INSERT INTO nowhere VALUES ($1)' }).at(0)).rejects.toThrow('nowhere')
  expect([await noticesOf(ours), await historyOf(ours), await subjectsOf(ours)]).toEqual([[], [], []])
  await worker().at(15)
  expect([await noticesOf(ours), await subjectsOf(ours)]).toEqual([
    [[ours.personId, 'Shop does not stand its test']],
    [`${ours.email}: Shop does not answer`],
  ])
})

test('one that is removed or paused while it is tested is told to nobody', async () => {
  for (const gone of [{ removedAt: new Date(), settings: {} }, { active: false }]) {
    const ours = await place()
    const { at, asked } = worker({
      async connect(settings) {
        await views.db.dataSource.update({ where: { id: ours.dataSourceId }, data: gone })
        await rename(ours.path, `${ours.path}.away`)
        return kinds.connect(settings)
      },
    })
    await at(0)
    expect([asked, await subjectsOf(ours), await noticesOf(ours), await historyOf(ours)]).toEqual([
      [ours.path],
      [],
      [],
      [],
    ])
  }
})

test('a check is no change of the data source in the trail; a pause is', async () => {
  const ours = await place()
  const changes = () => views.db.auditEntry.count({ where: { tenantId: ours.tenantId, action: 'dataSourceChanged' } })
  const before = await changes()
  const { at, asked } = worker()
  await at(0)
  await at(15)
  expect([asked, await changes()]).toEqual([[ours.path, ours.path], before])
  await views.db.dataSource.update({ where: { id: ours.dataSourceId }, data: { active: false } })
  expect(await changes()).toBe(before + 1)
})

test('one that hangs, and one that breaks, hold up no other', async () => {
  const [first, hung, broken, last] = [await place(), await place(), await place(), await place()]
  const release = Promise.withResolvers<undefined>()
  const { at } = worker({
    async connect(settings) {
      if (settings.settings['path'] === hung.path) await release.promise
      if (settings.settings['path'] === broken.path) throw new Error('The test broke')
      return kinds.connect(settings)
    },
  })
  const run = at(0)
  const failed = expect(run).rejects.toThrow('The test broke')
  await expect.poll(() => Promise.all([first, last].map(historyOf))).toEqual([[[true, null]], [[true, null]]])
  expect(await historyOf(hung)).toEqual([])
  release.resolve(undefined)
  await failed
  expect(await historyOf(hung)).toEqual([[true, null]])
})

test('checks are kept for thirty days', async () => {
  const ours = await place()
  const { at } = worker()
  const old = (days: number) => ({
    tenantId: ours.tenantId,
    dataSourceId: ours.dataSourceId,
    at: new Date(START - days * DAY_MS),
    isWell: true,
    message: '',
    elapsedMs: days,
  })
  await views.db.sourceCheck.createMany({ data: [old(29), old(30), old(31)] })
  await at(0)
  const kept = await views.db.sourceCheck.findMany({
    where: { dataSourceId: ours.dataSourceId },
    orderBy: { at: 'asc' },
  })
  expect(kept.map(({ elapsedMs }) => elapsedMs)).toEqual([30, 29, 0])
})

test('the API tells the newest checks and the notice to their tenant, and to no other', async () => {
  const [ours, theirs] = [await place(), await place()]
  const { at } = worker()
  await at(0)
  await rename(ours.path, `${ours.path}.away`)
  await at(15)
  const query =
    'query($id: ID!) { node(id: $id) { ... on DataSource { checks(first: 5) { at isWell step message } } } notices { edges { node { text investigation { id } dataSource { name } } } } }'
  const ask = async (as: SeededTenant, of: SeededTenant) =>
    JSON.parse(
      JSON.stringify(
        (await call(contextOf(views, as), query, { id: printGlobalId('DataSource', of.dataSourceId) })).data,
      ),
    ) as unknown
  const worse = { at: '2026-11-20T08:15:00.000Z', isWell: false, step: 'signIn', message: expect.any(String) }
  const well = { at: '2026-11-20T08:00:00.000Z', isWell: true, step: null, message: 'It answers.' }
  const text = expect.stringMatching(/^Shop does not stand its test: /)
  expect(await ask(ours, ours)).toEqual({
    node: { checks: [worse, well] },
    notices: { edges: [{ node: { text, investigation: null, dataSource: { name: 'Shop' } } }] },
  })
  expect(await ask(theirs, ours)).toEqual({ node: null, notices: { edges: [] } })
})
