// What stands behind a report of usage: the ledger's lines, and their groups with names for people.
import { groupUsage, NONE, type UsageGrouping, type UsageLine, type UsageSum } from '../core/usage/usageReport.ts'
import type { Context } from './context.ts'
import { failure } from './failure.ts'

export type Group = { readonly key: string; readonly label: string; readonly sum: UsageSum }

export type Range = { readonly gte: Date; readonly lt: Date }

const mostLines = 200_000

const nothingUsed = {
  inputTokens: 0n,
  outputTokens: 0n,
  cachedTokens: 0n,
  rows: 0n,
  bytes: 0n,
  ms: 0n,
  cost: 0n,
} as const

const notificationLines = async (
  { readDb }: Context,
  where: { readonly at: Partial<Range> },
): Promise<readonly UsageLine[]> => {
  const rows = await readDb.notification.findMany({ where, take: mostLines + 1 })
  return rows.map(({ channel, kind, investigationId, dataSourceId, at }) => ({
    ...nothingUsed,
    kind: 'notification',
    resource: `${channel}:${kind}`,
    investigationId: investigationId ?? NONE,
    dataSourceId: dataSourceId ?? NONE,
    trigger: 'system',
    actorId: null,
    personId: null,
    teamId: null,
    priced: true,
    at,
  }))
}

/** What was used and who was told within a range, as lines of the ledger. */
export const linesOf = async (
  context: Context,
  where: { readonly at: Partial<Range> },
): Promise<readonly UsageLine[]> => {
  const [rows, notifications] = await Promise.all([
    context.readDb.usageEntry.findMany({
      where,
      orderBy: [{ at: 'asc' }, { investigationId: 'asc' }, { sequence: 'asc' }, { part: 'asc' }],
      take: mostLines + 1,
    }),
    notificationLines(context, where),
  ])
  if (rows.length > mostLines || notifications.length > mostLines)
    throw failure('INVALID_INPUT', `This range holds more than ${mostLines} entries. Ask for fewer days.`)
  const work = rows.map(
    ({ costMicros, kind, ...row }) =>
      ({ ...row, kind: kind === 'model' || kind === 'query' ? kind : 'investigation', cost: costMicros }) as const,
  )
  return [...work, ...notifications]
}

const triggers: Readonly<Record<string, string>> = {
  person: 'By a person',
  key: 'By an API key',
  system: 'By Dataing itself',
}

const channels: Readonly<Record<string, string>> = { mail: 'Mail', page: 'On the page' }
const kinds: Readonly<Record<string, string>> = {
  invitation: 'invitations',
  password: 'passwords',
  health: 'health of data sources',
  case: 'investigations',
  other: 'other',
}
/** 'Mail: invitations'. */
const notificationLabel = (key: string) => {
  const [channel = '', kind = ''] = key.split(':')
  return `${channels[channel] ?? channel}: ${kinds[kind] ?? kind}`
}

const nones: Readonly<Record<UsageGrouping, string>> = {
  model: 'No model (warehouse, notifications)',
  dataSource: 'No data source',
  team: 'No team',
  person: 'Nobody (Dataing itself)',
  key: 'No key',
  trigger: NONE,
  notification: 'No notification (work on investigations)',
  investigation: NONE,
  day: NONE,
}

/** What has been removed since. */
const gone: Partial<Record<UsageGrouping, string>> = {
  team: 'A team that was removed',
  person: 'Somebody who was removed',
  key: 'A key that was removed',
}

/** 'nightly of Pipeline'. */
const keysNamed = async (readDb: Context['readDb'], ids: readonly string[]) => {
  const keys = await readDb.apiKey.findMany({
    where: { id: { in: [...ids] } },
    select: { id: true, name: true, person: { select: { name: true } } },
  })
  return keys.map(({ id, name, person }) => ({ id, name: `${name} of ${person.name}` }))
}

/** The lines in groups with their names. */
export const labelled = async (
  { readDb }: Context,
  lines: readonly UsageLine[],
  by: UsageGrouping,
): Promise<Group[]> => {
  const groups = groupUsage(lines, by)
  const ids = groups.map(({ key }) => key).filter(key => key !== NONE)
  const named = { where: { id: { in: ids } }, select: { id: true, name: true } } as const
  const known =
    by === 'dataSource'
      ? await readDb.dataSource.findMany(named)
      : by === 'team'
        ? await readDb.team.findMany(named)
        : by === 'person'
          ? await readDb.person.findMany(named)
          : by === 'key'
            ? await keysNamed(readDb, ids)
            : []
  const nameOf = (key: string) => known.find(({ id }) => id === key)?.name ?? gone[by] ?? key
  const words: Partial<Record<UsageGrouping, (key: string) => string>> = {
    notification: notificationLabel,
    trigger: key => triggers[key] ?? key,
  }
  const labelOf = (key: string) => (key === NONE ? nones[by] : (words[by] ?? nameOf)(key))
  return groups.map(({ key, sum }) => ({ key, sum, label: labelOf(key) }))
}

/** The lines by investigation; what belongs to none is one line. */
export const runsOf = async ({ readDb }: Context, lines: readonly UsageLine[]) => {
  const groups = groupUsage(lines, 'investigation')
  const ids = groups.map(({ key }) => key).filter(key => key !== NONE)
  const cases = await readDb.investigationView.findMany({
    where: { id: { in: ids } },
    select: { id: true, number: true, title: true },
  })
  const byId = new Map(cases.map(each => [each.id, each]))
  return groups.map(({ key, sum }) => ({
    key,
    sum,
    label: key === NONE ? 'Outside investigations' : (byId.get(key)?.title ?? 'An investigation'),
    number: byId.get(key)?.number ?? null,
  }))
}
