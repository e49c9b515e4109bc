import { failure } from './failure.ts'
import { MAX_PAGE } from './relay.ts'

export const pageSize = { maxSize: MAX_PAGE, defaultSize: 20 } as const

type PageArgs = {
  readonly first?: number | null | undefined
  readonly last?: number | null | undefined
  readonly after?: string | null | undefined
  readonly before?: string | null | undefined
}

/** Refuses a page that is too large or makes no sense, by name. */
export const checkPage = ({ first, last, after, before }: PageArgs) => {
  checkSize('first', first)
  checkSize('last', last)
  if (typeof first === 'number' && typeof last === 'number')
    throw failure('INVALID_INPUT', 'Ask by `first` or by `last`, not by both.')
  if (typeof after === 'string' && typeof before === 'string')
    throw failure('INVALID_INPUT', 'Ask by `after` or by `before`, not by both.')
}

const checkSize = (name: string, size: number | null | undefined) => {
  if (typeof size !== 'number' || (size >= 1 && size <= MAX_PAGE)) return
  throw failure('INVALID_INPUT', `\`${name}\` must be 1 to ${MAX_PAGE}; it is ${size}.`)
}

type Counted = { readonly totalCount: number | (() => number | Promise<number>) }

/** The field `totalCount` of a page: counts only where it is asked for. */
export const totalCount = {
  description: 'How many there are on all pages.',
  extensions: { pothosPrismaTotalCount: true },
  resolve: ({ totalCount: count }: Counted) => (typeof count === 'function' ? count() : count),
} as const
