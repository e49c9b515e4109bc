import type { Prisma } from '../../prisma/generated/client.ts'
import { builder } from './builder.ts'
import { CaseStateEnum, SeverityEnum } from './caseFile.ts'
import { ConclusionEnum } from './finding.ts'
import { NO_UUID, uuidOf } from './globalId.ts'
import { Investigation, StatusEnum } from './investigation.ts'
import { checkPage, pageSize, totalCount } from './page.ts'
import { wordEnum } from './words.ts'

const InvestigationFilter = builder.inputType('InvestigationFilter', {
  description: 'Which investigations; all conditions given must hold.',
  fields: t => ({
    status: t.field({ type: [StatusEnum], description: 'In one of these states.' }),
    conclusion: t.field({ type: [ConclusionEnum], description: 'Ended with one of these conclusions.' }),
    dataSourceId: t.id({ description: 'On this data source.' }),
    severity: t.field({ type: [SeverityEnum], description: 'As bad as one of these, as people see it.' }),
    caseState: t.field({ type: [CaseStateEnum], description: 'Where people stand with it: in one of these states.' }),
    assigneeId: t.id({ description: 'Given to this person.' }),
    unassigned: t.boolean({ description: 'Given to nobody.' }),
    search: t.string({ description: "With this in title or table, in any case; or this number ('INV-7')." }),
  }),
})

const OrderField = wordEnum<'startedAt' | 'number'>(
  'InvestigationOrderField',
  'What investigations can be ordered by.',
  {
    startedAt: 'When they were opened.',
    number: 'Their number.',
  },
)

const OrderDirection = wordEnum<'asc' | 'desc'>('OrderDirection', 'Which way round.', {
  asc: 'Smallest or oldest first.',
  desc: 'Largest or newest first.',
})

const InvestigationOrder = builder.inputType('InvestigationOrder', {
  description: 'In which order.',
  fields: t => ({
    field: t.field({ type: OrderField, required: true, description: 'By what.' }),
    direction: t.field({ type: OrderDirection, required: true, description: 'Which way round.' }),
  }),
})

type Filter = typeof InvestigationFilter.$inferInput

/** A case that nobody has touched is open, given to nobody, and as bad as nobody has said. */
const caseWhere = ({
  severity,
  caseState,
  assigneeId,
  unassigned,
}: Filter): readonly Prisma.InvestigationViewWhereInput[] => [
  ...(severity ? [{ caseFile: { is: { severity: { in: severity } } } }] : []),
  ...(caseState
    ? [
        {
          OR: [
            { caseFile: { is: { state: { in: caseState } } } },
            ...(caseState.includes('open') ? [{ caseFile: { is: null } }] : []),
          ],
        },
      ]
    : []),
  ...(typeof assigneeId === 'string'
    ? [{ caseFile: { is: { assigneeId: uuidOf('Person', assigneeId) ?? NO_UUID } } }]
    : []),
  ...(unassigned === true ? [{ OR: [{ caseFile: { is: { assigneeId: null } } }, { caseFile: { is: null } }] }] : []),
]

const where = ({
  status,
  conclusion,
  dataSourceId,
  search,
  ...ofCase
}: Filter): Prisma.InvestigationViewWhereInput => ({
  AND: [...caseWhere(ofCase)],
  ...(status && { status: { in: status } }),
  ...(conclusion && { conclusion: { in: conclusion } }),
  ...(typeof dataSourceId === 'string' && { dataSourceId: uuidOf('DataSource', dataSourceId) ?? NO_UUID }),
  ...(search && { OR: [{ title: contains(search) }, { tableName: contains(search) }, ...numbers(search)] }),
})

// % and _ would be wildcards.
const contains = (search: string) => ({ contains: search.replace(/[\\%_]/g, '\\$&'), mode: 'insensitive' }) as const

const numbers = (search: string) => {
  const digits = /^\s*(?:inv-)?(\d{1,9})\s*$/i.exec(search)?.[1]
  return digits === undefined ? [] : [{ number: Number(digits) }]
}

builder.queryField('investigations', t =>
  t.prismaConnection(
    {
      type: Investigation,
      cursor: 'id',
      ...pageSize,
      description: "The tenant's investigations, newest first unless said otherwise.",
      args: {
        filter: t.arg({ type: InvestigationFilter, description: 'Which ones.' }),
        orderBy: t.arg({ type: InvestigationOrder, description: 'In which order; newest first when nothing is said.' }),
      },
      totalCount: (_root, { filter }, { readDb }) => readDb.investigationView.count({ where: where(filter ?? {}) }),
      resolve: (query, _root, { filter, orderBy, ...page }, { readDb }) => {
        checkPage(page)
        const { field, direction } = orderBy ?? { field: 'startedAt', direction: 'desc' }
        return readDb.investigationView.findMany({
          ...query,
          where: where(filter ?? {}),
          orderBy: [{ [field]: direction }, { id: direction }],
        })
      },
    },
    { fields: t => ({ totalCount: t.int(totalCount) }) },
  ),
)
