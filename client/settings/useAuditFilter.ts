import { computed } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import type { AuditAction, AuditActorKind, AuditFilter } from '../gql/graphql.ts'
import { actionWords, actorWords } from './auditWords.ts'

const DAY_MS = 24 * 3_600_000
const within = { day: 1, week: 7, month: 30 } as const

export type Within = keyof typeof within | ''
export type AuditFilterWords = {
  readonly search: string
  readonly action: AuditAction | ''
  readonly actor: AuditActorKind | ''
  readonly within: Within
}

const oneOf = <Word extends string>(words: Readonly<Record<Word, unknown>>, text: unknown): Word | '' =>
  typeof text === 'string' && Object.hasOwn(words, text) ? (text as Word) : ''

/** The filter of the trail, kept in the page's address. */
export const useAuditFilter = () => {
  const route = useRoute()
  const router = useRouter()
  const text = (name: string) => (typeof route.query[name] === 'string' ? route.query[name] : '')
  const words = computed<AuditFilterWords>(() => ({
    search: text('search'),
    action: oneOf(actionWords, text('action')),
    actor: oneOf(actorWords, text('actor')),
    within: oneOf(within, text('within')),
  }))
  // Taken once per change of the filter, so that the question stays the same while somebody pages.
  const filter = computed<AuditFilter>(() => {
    const { search, action, actor, within: span } = words.value
    return {
      ...(search && { search }),
      ...(action && { action: [action] }),
      ...(actor && { actorKind: [actor] }),
      ...(span && { since: new Date(Date.now() - within[span] * DAY_MS).toISOString() }),
    }
  })
  const set = (query: Readonly<Record<string, string>>) =>
    void router.replace({ query: Object.fromEntries(Object.entries(query).filter(([, value]) => value !== '')) })
  return {
    words,
    filter,
    after: computed(() => text('after') || null),
    narrowed: computed(() => Object.keys(filter.value).length > 0),
    change: (part: Partial<AuditFilterWords>) => set({ ...words.value, ...part }),
    page: (after: string) => set({ ...words.value, after }),
    clear: () => set({}),
  }
}
