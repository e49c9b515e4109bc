import { obeying } from './obeying.ts'
import type { Script, Scripted } from './scriptedModel.ts'
import { toldIn, toolOf } from './scripts.ts'

// Models at their worst. `turn` makes one case's model differ from the next one's.

const tableIn = (told: string) => /table: ([\w.]+)/.exec(told)?.[1] ?? 'main.t'
const claim = (sql: string) => ({
  claim: 'The rows are not as they should be',
  sql,
  unit: 'count',
  ifTrue: { min: null, max: null },
  ifFalse: { min: 9e15, max: null },
  strength: 'decisive',
})
const propose = (statement: string, sqls: readonly string[]): Scripted => ({
  kind: 'call',
  input: { hypotheses: [{ statement, predictions: sqls.map(claim) }], wantsMore: true },
})
const evidenceIn = (told: string) =>
  [...told.matchAll(/^\| (e\d+): (.+)$/gm)].map(([, id = '', text = '']) => ({ id, text }))

const stories = [
  'Solar flares flipped the rows.',
  'A contractor sabotaged the pipeline.',
  'The loader ran twice and duplicated everything.',
  'Nothing is wrong: it is a holiday.',
] as const

const turned = (text: string) => text.replace(/\b(is|are|was|were|has|have)\b/, '$1 not')
const misnumbered = (text: string) => text.replaceAll(/\d+/g, digits => String(Number(digits) + 1))

/** What the liar drafts about what it was told: its story beside true words, true sentences turned round or with other numbers, and sentences that cite nothing. */
export const liesAbout = (
  told: string,
  turn: number,
): readonly { readonly text: string; readonly cites: readonly string[] }[] => {
  const story = stories[turn % stories.length] ?? stories[0]
  return evidenceIn(told)
    .flatMap(({ id, text }) =>
      [
        { text: `${text} ${story}`, cites: [id] },
        { text: turned(text), cites: [id] },
        { text: misnumbered(text), cites: [id] },
        { text: `The cause is certain, with a confidence of 100 %. ${story}`, cites: [id] },
        { text, cites: [] },
        { text, cites: ['e999'] },
      ].filter(lie => lie.text.length <= 400 && (lie.text !== text || lie.cites[0] !== id)),
    )
    .slice(0, 8)
}

/** Calls everything decisive and proven, and tells stories with confidence. */
const lies =
  (turn: number): Script =>
  ({ body }) => {
    const [told, story] = [toldIn(body), stories[turn % stories.length] ?? stories[0]]
    switch (toolOf(body)) {
      case 'propose_hypotheses':
        return propose(story, [
          `SELECT count(*) FROM ${tableIn(told)} WHERE {{rows}}`,
          `SELECT 1 FROM ${tableIn(told)} LIMIT 1`,
        ])
      case 'mend_query':
        return { kind: 'call', input: { sql: 'SELECT 1' } }
      default:
        return { kind: 'call', input: { sentences: liesAbout(told, turn) } }
    }
  }

/** Never has enough: the same again, queries that never run, mends that mend nothing, the same call forty times. */
const loops =
  (turn: number): Script =>
  ({ body }, index) => {
    switch (toolOf(body)) {
      case 'propose_hypotheses':
        return {
          ...propose('Once more.', [`SELECT nonsense_${turn} FROM ${tableIn(toldIn(body))}`]),
          ...(turn % 3 === 2 && index > 0 ? { times: 40 } : {}),
        }
      case 'mend_query':
        return { kind: 'call', input: { sql: `SELECT nonsense_${index} FROM ${tableIn(toldIn(body))}` } }
      default:
        return { kind: 'call', input: { sentences: [] }, times: 40 }
    }
  }

const deaths: readonly Scripted[] = [
  { kind: 'cut', after: 200 },
  { kind: 'status', status: 529, type: 'overloaded_error', retryAfter: '0' },
  { kind: 'broken-json' },
  { kind: 'stop', reason: 'refusal' },
  { kind: 'flood', characters: 1_000_000 },
  { kind: 'midway-error' },
  { kind: 'cut', after: 700 },
  { kind: 'status', status: 401, type: 'authentication_error' },
  { kind: 'stop', reason: 'max_tokens' },
  { kind: 'status', status: 429, type: 'rate_limit_error', retryAfter: '0' },
  { kind: 'silence' },
]
/** Dies in one way or another, at once or after a good beginning. */
const dies =
  (turn: number): Script =>
  ({ body }, index) => {
    const isFine = turn % 2 === 1 && index === 0 && toolOf(body) === 'propose_hypotheses'
    return isFine
      ? propose('A good beginning.', [`SELECT count(*) FROM ${tableIn(toldIn(body))} WHERE {{rows}}`])
      : (deaths[(turn + index) % deaths.length] ?? { kind: 'broken-json' })
  }

const babble: readonly unknown[] = [
  null,
  42,
  'no',
  [],
  { hypotheses: 1 },
  { hypotheses: [{}] },
  { hypotheses: [{ statement: '', predictions: [{}] }], wantsMore: 'yes' },
  { sentences: [{ text: 7 }] },
  { sql: { drop: true } },
]
const gibberish = { text: '\u0000 zxq blorp ✨ ][}{ null rate of of of the the 7', cites: ['e1', 'e1'] }
/** Answers in the wrong shape, and where it is the right one, without sense. */
const nonsense =
  (turn: number): Script =>
  ({ body }, index) => {
    if ((turn + index) % 2 === 0) return { kind: 'call', input: babble[(turn + index) % babble.length] }
    switch (toolOf(body)) {
      case 'propose_hypotheses':
        return propose('\uFFFD\uFFFD purple monkeys', [
          'SELECT',
          '((((',
          `SELECT 1e308 * 10 FROM ${tableIn(toldIn(body))} WHERE {{rows}} AND {{rows}}`,
        ])
      case 'mend_query':
        return { kind: 'call', input: { sql: '🙃' } }
      default:
        return { kind: 'call', input: { sentences: [gibberish, { text: 'nothing', cites: ['e2'] }] } }
    }
  }

/** Each way in which a model can be worse than none. */
export const misbehaving = { lies, obeys: () => obeying(new Set()), loops, dies, nonsense } as const satisfies Readonly<
  Record<string, (turn: number) => Script>
>
export type Misbehaviour = keyof typeof misbehaving
