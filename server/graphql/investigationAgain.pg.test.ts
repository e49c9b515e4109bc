import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Question } from '../core/metric/question.ts'
import { ok, refuse } from '../core/shared/result.ts'
import { call, contextOf } from '../testing/apiCaller.ts'
import { question, seedTenant, type SeededTenant } from '../testing/tenantSeed.ts'
import { viewDatabase } from '../testing/viewDatabase.ts'
import type { App } from './app.ts'
import { printGlobalId } from './globalId.ts'

let views: Awaited<ReturnType<typeof viewDatabase>>
let ours: SeededTenant
let growth: string
let sales: string
const teamOf = async (name: string) => (await views.db.team.create({ data: { tenantId: ours.tenantId, name } })).id
beforeAll(async () => {
  views = await viewDatabase()
  ours = await seedTenant(views.db, 'Ours')
  growth = await teamOf('Growth')
  sales = await teamOf('Sales')
})
afterAll(() => views.drop())

const AGAIN = `mutation($input: InvestigationAgainInput!) { investigationAgain(input: $input) {
  __typename ... on UserError { code path } ... on InvestigationStartPayload { investigation { number } } } }`

/** Asks anew, as somebody who may investigate for these teams; gives the answer and what the app was asked. */
const again = async (teams: readonly string[], input: object = {}) => {
  const asked: (readonly [Question, string | null | undefined, string | undefined])[] = []
  const app: Partial<App> = {
    chooseTeam: async (_caller, wanted) => {
      if (wanted === null) return ok(teams.length === 1 ? (teams[0] ?? null) : null)
      return teams.includes(wanted) ? ok(wanted) : refuse({ code: 'not-found' })
    },
    startInvestigation: async ({ question, teamId, id }) => {
      asked.push([question, teamId, id])
      return ok(ours.investigationId)
    },
  }
  const { data, errors } = await call(contextOf({ db: views.db, app }, ours), AGAIN, {
    input: { investigationId: printGlobalId('Investigation', ours.investigationId), ...input },
  })
  return { answer: data?.['investigationAgain'], errors, asked }
}

const ranFor = (teamId: string | null, changes: Partial<Question> = {}) =>
  views.db.investigationView.update({
    where: { id: ours.investigationId },
    data: { teamId, question: { ...question(ours.dataSourceId), ...changes } },
  })

test('a case that is investigated again asks all of its question, a number as a number, for the team that it ran for', async () => {
  const asked = {
    ...question(ours.dataSourceId),
    metric: { kind: 'share', where: { column: 'status', operator: 'in', value: [7, null, true] } },
    timeZone: 'Europe/Berlin',
  } as const
  await ranFor(growth, asked)
  expect(await again([sales, growth], { clientId: ours.investigationId })).toEqual({
    answer: { __typename: 'InvestigationStartPayload', investigation: { number: 1 } },
    errors: undefined,
    asked: [[asked, growth, ours.investigationId]],
  })
})

test('who may not investigate for its team does so as in a new case of theirs', async () => {
  await ranFor(growth)
  expect((await again([sales])).asked[0]?.[1]).toBe(sales)
  expect((await again([])).asked[0]?.[1]).toBeNull()
  await ranFor(null)
  expect((await again([sales, growth])).asked[0]?.[1]).toBeNull()
})

test.each([
  'nonsense',
  printGlobalId('Person', '00000000-0000-4000-8000-000000000001'),
  printGlobalId('Investigation', '00000000-0000-4000-8000-000000000001'),
])('there is no case %s', async investigationId => {
  expect(await again([], { investigationId })).toMatchObject({
    answer: { __typename: 'InputError', code: 'NOT_FOUND', path: ['investigationId'] },
    asked: [],
  })
})
