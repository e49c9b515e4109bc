import type { IconName } from './icons.ts'

/** Something to go to (`to`) or to do (`run`). `takes`: the permission without which it is not offered. */
export type PaletteEntry = {
  readonly label: string
  readonly group: string
  readonly icon: IconName
  readonly to?: string
  readonly run?: () => void
  readonly takes?: string
}

const pages: readonly PaletteEntry[] = [
  { label: 'New investigation', group: 'Do', icon: 'plus', to: '/investigations/new', takes: 'investigations:write' },
  { label: 'Connect a data source', group: 'Do', icon: 'plus', to: '/data-sources/new', takes: 'dataSources:write' },
  { label: 'First steps', group: 'Page', icon: 'flag', to: '/start' },
  { label: 'Investigations', group: 'Page', icon: 'search', to: '/investigations' },
  { label: 'Approvals', group: 'Page', icon: 'check', to: '/approvals' },
  { label: 'Data sources', group: 'Page', icon: 'database', to: '/data-sources' },
  { label: 'Usage', group: 'Page', icon: 'chart', to: '/usage' },
  { label: 'Measured accuracy', group: 'Page', icon: 'target', to: '/accuracy' },
  { label: 'Settings: profile', group: 'Page', icon: 'settings', to: '/settings/profile' },
  { label: 'Settings: security', group: 'Page', icon: 'settings', to: '/settings/security' },
  { label: 'Settings: team', group: 'Page', icon: 'settings', to: '/settings/team', takes: 'team:read' },
  { label: 'Settings: API keys', group: 'Page', icon: 'key', to: '/settings/api-keys', takes: 'keys:write' },
  { label: 'Settings: approvals', group: 'Page', icon: 'settings', to: '/settings/approvals' },
  { label: 'Settings: models', group: 'Page', icon: 'settings', to: '/settings/models' },
  {
    label: 'Settings: data and privacy',
    group: 'Page',
    icon: 'settings',
    to: '/settings/privacy',
    takes: 'settings:write',
  },
  { label: 'Settings: audit trail', group: 'Page', icon: 'list', to: '/settings/audit', takes: 'audit:read' },
  { label: 'Settings: general', group: 'Page', icon: 'settings', to: '/settings/general' },
]

export const paletteEntries = (may: (permission: string) => boolean): readonly PaletteEntry[] =>
  pages.filter(({ takes }) => takes === undefined || may(takes))

/** What can be done with what is on the page: the buttons and links of its head, by the names that they show. */
export const pageActions = (content: ParentNode): readonly PaletteEntry[] =>
  [...content.querySelectorAll<HTMLElement>('header :is(button:not([disabled]), a[href])')].flatMap(element => {
    const label = (element.getAttribute('aria-label') ?? element.textContent).trim().replaceAll(/\s+/g, ' ')
    return label === '' ? [] : [{ label, group: 'On this page', icon: 'play' as const, run: () => element.click() }]
  })

/** Entries that hold every word typed, those that begin with the text first. */
export const paletteMatches = (entries: readonly PaletteEntry[], typed: string): readonly PaletteEntry[] => {
  const words = typed.trim().toLowerCase().split(/\s+/)
  const held = entries.filter(({ label, group }) =>
    words.every(word => `${group} ${label}`.toLowerCase().includes(word)),
  )
  const begins = ({ label }: PaletteEntry) => label.toLowerCase().startsWith(typed.trim().toLowerCase())
  return [...held.filter(begins), ...held.filter(entry => !begins(entry))]
}
