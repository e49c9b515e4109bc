import { z } from 'zod'
import { textUpTo, type AnswerTool } from '../tools.ts'
import { GROUND } from './ground.ts'

const sentence = z.object({
  text: textUpTo(400),
  cites: z.array(textUpTo(20)).max(10).describe('The ids of the evidence it rests on: e1, e4'),
})

export const draftTool = {
  name: 'draft_report',
  description: 'Hands over the sentences of the report.',
  shape: z.object({ sentences: z.array(sentence).max(8) }),
} satisfies AnswerTool<unknown>

export const draftSystem = () => `${GROUND}

Your task: word the report for somebody in a hurry, in two to six plain sentences: what is going on, what speaks for which cause, what was ruled out.
- Each sentence cites the evidence that it rests on by its id, uses its words, and holds no number that does not stand there. Code removes every other sentence.
- What was not proven is told as not proven.`
