import { builder } from './builder.ts'
import { NO_UUID } from './globalId.ts'
import { Investigation } from './investigation.ts'
import { Team } from './teams.ts'

builder.prismaObjectField(Investigation, 'team', t =>
  t.prismaField({
    type: Team,
    nullable: true,
    select: { teamId: true },
    description: 'The team that it is for; null where it is for none, and once the team is removed.',
    resolve: (query, { teamId }, _args, { readDb }) =>
      readDb.team.findUnique({ ...query, where: { id: teamId ?? NO_UUID } }),
  }),
)
