import type { Confidence } from '../core/finding/finding.ts'
import { builder } from './builder.ts'
import { wordEnum } from './words.ts'

export const ConfidenceWord = wordEnum<Confidence['word']>('ConfidenceWord', 'How sure, in a word.', {
  low: 'A lead, no more.',
  medium: 'More likely than all others together, or nearly.',
  high: 'Little speaks for anything else.',
})

export const ConfidenceObject = builder.objectRef<Confidence>('Confidence').implement({
  description: 'How sure the finding is, by rule.',
  fields: t => ({
    value: t.exposeFloat('value', { description: '0..1; show the word, the number on hover.' }),
    word: t.expose('word', { type: ConfidenceWord, description: 'How sure, in a word.' }),
    limits: t.stringList({ description: 'What held it down, as sentences.', resolve: ({ limits }) => [...limits] }),
  }),
})
