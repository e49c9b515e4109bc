import { computed } from 'vue'
import { useRoute, useRouter, type LocationQueryValue } from 'vue-router'
import { caseStateWords, severityWords } from '../caseFile/words.ts'
import type {
  CaseState,
  Conclusion,
  InvestigationsQueryVariables,
  InvestigationStatus,
  Severity,
} from '../gql/graphql.ts'
import { conclusionWords, statusWords } from './words.ts'

export const PAGE_SIZE = 25
export const SORTS = ['newest', 'oldest'] as const

type Sort = (typeof SORTS)[number]
type Word = LocationQueryValue | LocationQueryValue[] | undefined

const text = (value: Word) => (typeof value === 'string' ? value : '')
const isStatus = (value: string): value is InvestigationStatus => value in statusWords
const isConclusion = (value: string): value is Conclusion => value in conclusionWords
const isSeverity = (value: string): value is Severity => value in severityWords
const isCaseState = (value: string): value is CaseState => value in caseStateWords
const isSort = (value: string): value is Sort => SORTS.some(sort => sort === value)

/** `assignee`: a person's id, or 'nobody'. */
export type InvestigationFilterWords = {
  search: string
  status: InvestigationStatus | ''
  conclusion: Conclusion | ''
  source: string
  severity: Severity | ''
  work: CaseState | ''
  assignee: string
  sort: Sort
}

/** What the list shows, kept in the address: filters, sort and page. */
export const useInvestigationFilter = () => {
  const route = useRoute()
  const router = useRouter()
  const words = computed((): InvestigationFilterWords => {
    const { search, status, conclusion, source, severity, work, assignee, sort } = route.query
    const [statusWord, conclusionWord, severityWord, workWord, sortWord] = [
      text(status),
      text(conclusion),
      text(severity),
      text(work),
      text(sort),
    ]
    return {
      search: text(search),
      status: isStatus(statusWord) ? statusWord : '',
      conclusion: isConclusion(conclusionWord) ? conclusionWord : '',
      source: text(source),
      severity: isSeverity(severityWord) ? severityWord : '',
      work: isCaseState(workWord) ? workWord : '',
      assignee: text(assignee),
      sort: isSort(sortWord) ? sortWord : 'newest',
    }
  })
  const narrowed = computed(() => Object.entries(words.value).some(([name, word]) => name !== 'sort' && word !== ''))
  const variables = computed((): InvestigationsQueryVariables => {
    const { search, status, conclusion, source, severity, work, assignee, sort } = words.value
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
        ...(severity === '' ? {} : { severity: [severity] }),
        ...(work === '' ? {} : { caseState: [work] }),
        ...(assignee === '' ? {} : assignee === 'nobody' ? { unassigned: true } : { assigneeId: assignee }),
      },
    }
  })
  const go = (query: Record<string, string>) => {
    const kept = Object.entries({ ...words.value, ...query }).filter(
      ([name, word]) => word !== '' && !(name === 'sort' && word === 'newest'),
    )
    return router.push({ query: Object.fromEntries(kept) })
  }
  return {
    words,
    narrowed,
    variables,
    change: (part: Partial<InvestigationFilterWords>) => go(part),
    page: (cursor: { after: string } | { before: string }) => go(cursor),
    clear: () => router.push({ query: {} }),
  }
}
