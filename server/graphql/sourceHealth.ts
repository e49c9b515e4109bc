import type { SourceCheck } from '../../prisma/generated/client.ts'
import { builder } from './builder.ts'
import { DataSource } from './dataSource.ts'
import { Team } from './teams.ts'

const CheckObject = builder
  .objectRef<Pick<SourceCheck, 'at' | 'isWell' | 'step' | 'message' | 'elapsedMs'>>('SourceCheck')
  .implement({
    description: 'A test of a data source by the clock.',
    fields: t => ({
      at: t.expose('at', { type: 'DateTime', description: 'When.' }),
      isWell: t.exposeBoolean('isWell', { description: 'Whether it passed.' }),
      step: t.exposeString('step', {
        nullable: true,
        description: "The step at which it failed: 'tcp'; null where it passed.",
      }),
      message: t.exposeString('message', { description: 'What came of it, in words.' }),
      elapsedMs: t.exposeInt('elapsedMs', { description: 'How long it took.' }),
    }),
  })

const mostChecks = 100

builder.prismaObjectField(DataSource, 'checks', t =>
  t.field({
    type: [CheckObject],
    description: 'How it stood its tests by the clock, the newest first; kept for 30 days. Empty until the first one.',
    args: { first: t.arg.int({ defaultValue: 1, description: `How many at most, 1 to ${mostChecks}.` }) },
    select: ({ first }) => ({
      checks: { orderBy: { at: 'desc' }, take: Math.min(mostChecks, Math.max(1, first ?? 1)) },
    }),
    resolve: ({ checks }) => [...checks],
  }),
)

builder.prismaObjectField(DataSource, 'toldTeam', t =>
  t.relation('toldTeam', {
    type: Team,
    nullable: true,
    description:
      'The team that is told when it stops answering, and when it answers again; null: the admins are. They are as well where nobody is in it.',
  }),
)
