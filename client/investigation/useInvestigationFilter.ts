import { computed } from 'vue'
import { useRoute, useRouter, type LocationQueryValue } from 'vue-router'
import type { Conclusion, InvestigationsQueryVariables, InvestigationStatus } from '../gql/graphql.ts'
import { conclusionWords, statusWords } from './words.ts'

export const PAGE_SIZE = 25
export const SORTS = ['newest', 'oldest'] as const

type Sort = (typeof SORTS)[number]
type Word = LocationQueryValue | LocationQueryValue[] | undefined

const text = (value: Word) => (typeof value === 'string' ? value : '')
const isStatus = (value: string): value is InvestigationStatus => value in statusWords
const isConclusion = (value: string): value is Conclusion => value in conclusionWords
const isSort = (value: string): value is Sort => SORTS.some(sort => sort === value)

export type InvestigationFilterWords = { search: string; status: InvestigationStatus | ''; conclusion: Conclusion | ''; source: string; sort: Sort }

/** What the list shows, kept in the address: filters, sort and page. */
export const useInvestigationFilter = () => {
  const route = useRoute()
  const router = useRouter()
  const words = computed((): InvestigationFilterWords => {
    const { search, status, conclusion, source, sort } = route.query
    const [statusWord, conclusionWord, sortWord] = [text(status), text(conclusion), text(sort)]
    return {
      search: text(search),
      status: isStatus(statusWord) ? statusWord : '',
      conclusion: isConclusion(conclusionWord) ? conclusionWord : '',
      source: text(source),
      sort: isSort(sortWord) ? sortWord : 'newest',
    }
  })
  const narrowed = computed(() => [words.value.search, words.value.status, words.value.conclusion, words.value.source].some(word => word !== ''))
  const variables = computed((): InvestigationsQueryVariables => {
    const { search, status, conclusion, source, sort } = words.value
    const before = text(route.query['before'])
    const after = text(route.query['after'])
    return {
      ...(before === '' ? { first: PAGE_SIZE } : { last: PAGE_SIZE, before }),
      ...(after === '' ? {} : { after }),
      orderBy: { field: 'STARTED_AT', direction: sort === 'newest' ? 'DESC' : 'ASC' },
      filter: {
        ...(search === '' ? {} : { search }),
        ...(status === '' ? {} : { status: [status] }),
        ...(conclusion === '' ? {} : { conclusion: [conclusion] }),
        ...(source === '' ? {} : { dataSourceId: source }),
      },
    }
  })
  const go = (query: Record<string, string>) => {
    const kept = Object.entries({ ...words.value, ...query }).filter(([name, word]) => word !== '' && !(name === 'sort' && word === 'newest'))
    return router.push({ query: Object.fromEntries(kept) })
  }
  return {
    words, narrowed, variables,
    change: (part: Partial<InvestigationFilterWords>) => go(part),
    page: (cursor: { after: string } | { before: string }) => go(cursor),
    clear: () => router.push({ query: {} }),
  }
}
