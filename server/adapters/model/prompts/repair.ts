import { z } from 'zod'
import { textUpTo, type AnswerTool } from '../tools.ts'
import { GROUND } from './ground.ts'

export const repairTool = {
  name: 'mend_query',
  description: 'Hands over another text of the query, for the same prediction.',
  shape: z.object({ sql: textUpTo(4_000).describe('One SELECT that gives one row with one number') }),
} satisfies AnswerTool<unknown>

export const repairSystem = (dialect: string) => `${GROUND}

Your task: a query of yours was refused. Write another for the same prediction in ${dialect}: one read-only SELECT over the tables listed, with qualified names,
that gives one row with one number; {{rows}} stands for the rows of a day.`
