import type { Script, SentBody, Scripted } from './scriptedModel.ts'

type Prediction = {
  readonly claim: string
  readonly sql: string
  readonly unit: string
  readonly ifTrue: object
  readonly ifFalse: object
  readonly strength: string
}

export const prediction = (over: Partial<Prediction> = {}): Prediction => ({
  claim: 'More than a tenth of the rows have no user',
  sql: 'SELECT avg(CASE WHEN user_id IS NULL THEN 1.0 ELSE 0 END) FROM shop.orders WHERE {{rows}}',
  unit: 'share',
  ifTrue: { min: 0.1, max: null },
  ifFalse: { min: null, max: 0.05 },
  strength: 'decisive',
  ...over,
})

export const proposal = (...predictions: readonly Prediction[]) => ({
  hypotheses: [{ statement: 'The new app release forgets who is signed in.', predictions }],
  wantsMore: false,
})

export const toolOf = ({ tools }: SentBody) => tools[0]?.name ?? ''

/** The text of the message that holds the data. */
export const toldIn = ({ messages }: SentBody): string => {
  const content = messages[0]?.content
  return typeof content === 'string' ? content : ''
}

type Answers = { readonly propose?: unknown; readonly repair?: unknown; readonly draft?: unknown }

const silent = { propose: { hypotheses: [], wantsMore: false }, repair: { sql: 'SELECT 1' }, draft: { sentences: [] } }

/** Answers each tool with what is given, and with nothing to say where nothing is. */
export const answering =
  (answers: Answers): Script =>
  ({ body }): Scripted => {
    const given = { ...silent, ...answers }
    switch (toolOf(body)) {
      case 'propose_hypotheses':
        return { kind: 'call', input: given.propose }
      case 'mend_query':
        return { kind: 'call', input: given.repair }
      default:
        return { kind: 'call', input: given.draft }
    }
  }
