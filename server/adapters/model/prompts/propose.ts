import { z } from 'zod'
import { textUpTo, type AnswerTool } from '../tools.ts'
import { GROUND } from './ground.ts'

const range = z.object({ min: z.number().nullable(), max: z.number().nullable() })

const prediction = z.object({
  claim: textUpTo(200).describe('What you expect to see if the hypothesis is true, as one sentence'),
  sql: textUpTo(4_000).describe('One SELECT that gives one row with one number'),
  unit: z.enum(['share', 'ratio', 'count', 'hours', 'score']),
  ifTrue: range.describe('Where the number lies if the hypothesis is true; null is open on that side'),
  ifFalse: range.describe('Where it lies if it is false; it must not overlap the other'),
  strength: z.enum(['decisive', 'strong', 'weak']),
})

const hypothesis = z.object({
  statement: textUpTo(300).describe('The possible cause, as one sentence'),
  predictions: z.array(prediction).min(1).max(3),
})

export const proposeTool = {
  name: 'propose_hypotheses',
  description:
    'Hands over hypotheses, each with what it predicts. They are registered before any query runs. An empty list means that there is nothing more to ask.',
  shape: z.object({
    hypotheses: z.array(hypothesis).max(3),
    wantsMore: z.boolean().describe('Whether you would like another look once these are tested'),
  }),
} satisfies AnswerTool<unknown>

export const proposeSystem = (dialect: string) => `${GROUND}

Your task: think of causes that the ones tested already do not cover, and say how each can be told from its rivals.
- Queries are ${dialect}, read-only, one SELECT over the tables listed, with qualified names, and give one row with one number.
- Write {{rows}} where the condition for the rows of a day belongs: code puts the alert's rows there, and then those of a normal day. A number that would be
  the same on a normal day proves nothing, and a prediction without {{rows}} never counts for much.
- A value that you know by a token is written {{country_3}}, without quotes.
- A query that is refused comes back to you with the reason, twice at most.`
