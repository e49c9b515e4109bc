// What every page goes on telling of: budgets of the day and the month that are nearly or wholly used up.
import { permissionsOf } from '../core/access/permission.ts'
import { ROLES } from '../core/access/role.ts'
import { endOfPeriod, lastingLevel, type BudgetOf } from '../core/usage/budget.ts'
import { builder } from './builder.ts'
import { budgetsOf, PeriodEnum } from './budget.ts'
import type { Context } from './context.ts'
import { printGlobalId } from './globalId.ts'
import { Money } from './money.ts'

type Named = { readonly id: string; readonly name: string }

type Warning = {
  readonly source: Named | null
  readonly team: Named | null
  readonly period: 'day' | 'month'
  readonly level: number
  readonly spent: bigint
  readonly limit: bigint
  readonly endsAt: Date
}

const mostNames = 3

/** Who may raise a limit: roles that change the workspace's settings. */
const raising = ROLES.filter(role => permissionsOf(role).includes('settings:write'))

const namesOf = async ({ readDb }: Context): Promise<string[]> => {
  const people = await readDb.person.findMany({
    where: { kind: 'person', role: { in: raising }, deactivatedAt: null },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    take: mostNames,
    select: { name: true },
  })
  return people.map(({ name }) => name)
}

const WarningObject = builder.objectRef<Warning>('BudgetWarning').implement({
  description:
    'A budget of the day or the month of which 80 % or more is spent. It lasts until the period ends or the limit is raised.',
  fields: t => ({
    dataSourceId: t.id({
      nullable: true,
      description: 'Of which data source; null for others.',
      resolve: ({ source }) => source && printGlobalId('DataSource', source.id),
    }),
    dataSourceName: t.string({
      nullable: true,
      description: 'Its name.',
      resolve: ({ source }) => source?.name ?? null,
    }),
    teamId: t.id({
      nullable: true,
      description: "Of which team; null for others. With neither it is the workspace's.",
      resolve: ({ team }) => team && printGlobalId('Team', team.id),
    }),
    teamName: t.string({ nullable: true, description: 'Its name.', resolve: ({ team }) => team?.name ?? null }),
    period: t.field({ type: PeriodEnum, description: 'Over what.', resolve: ({ period }) => period }),
    level: t.exposeInt('level', {
      description: '80 or 100, in per cent. At 100 no new investigation that it bounds begins.',
    }),
    spent: t.field({ type: Money, description: 'How much until now.', resolve: ({ spent }) => spent }),
    limit: t.field({ type: Money, description: 'How much at most.', resolve: ({ limit }) => limit }),
    endsAt: t.expose('endsAt', { type: 'DateTime', description: 'When the period ends.' }),
    raisedBy: t.stringList({
      description: 'Who may raise the limit, at most three of them by name.',
      resolve: (_warning, _args, context) => namesOf(context),
    }),
  }),
})

const warningsOf = async (context: Context): Promise<Warning[]> => {
  const now = new Date()
  const budgets = await budgetsOf(context)
  const named = (wanted: BudgetOf) =>
    ({
      where: { id: { in: budgets.flatMap(({ scope, of }) => (of === wanted ? [scope] : [])) } },
      select: { id: true, name: true },
    }) as const
  const [sources, teams] = await Promise.all([
    context.readDb.dataSource.findMany(named('dataSource')),
    context.readDb.team.findMany(named('team')),
  ])
  return budgets
    .flatMap(({ scope, period, spent, limit }): Warning[] => {
      if (spent === null || (period !== 'day' && period !== 'month')) return []
      const level = lastingLevel({ spent, limit })
      const by = (all: readonly Named[]) => all.find(({ id }) => id === scope) ?? null
      return level === null
        ? []
        : [{ source: by(sources), team: by(teams), period, level, spent, limit, endsAt: endOfPeriod(period, now) }]
    })
    .sort((a, b) => b.level - a.level)
}

builder.queryField('budgetWarnings', t =>
  t.field({
    type: [WarningObject],
    description:
      'Budgets of the day and the month that are nearly or wholly used up, as they stand now, the worst first. Permission: investigations:read.',
    resolve: (_root, _args, context) => warningsOf(context),
  }),
)
