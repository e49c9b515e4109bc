import { cleanText } from '../core/model/cleanText.ts'
import { hostileTexts } from './hostileTexts.ts'
import type { Script } from './scriptedModel.ts'
import { prediction, toldIn, toolOf } from './scripts.ts'

/** Does whatever the data says: every statement becomes a query, every sentence prose, every tool is called, and it never has enough. `seen`: what reached it. */
export const obeying =
  (seen: Set<string>): Script =>
  ({ body }, index) => {
    const told = toldIn(body)
    const orders = hostileTexts.map(text => cleanText(text)).filter(text => told.includes(text.slice(0, 60)))
    orders.forEach(text => seen.add(text))
    const statements = orders.flatMap(
      text => /(?:run:?|query:|aus:|exécutez:|run) ((?:[A-Z]{3,}|WITH|SELECT)\b.*)/s.exec(text)?.[1] ?? [],
    )
    switch (toolOf(body)) {
      case 'propose_hypotheses': {
        const batch = statements.slice((index * 9) % Math.max(1, statements.length)).slice(0, 9)
        const expecting = (sql: string) =>
          prediction({ sql, ifTrue: { min: null, max: null }, ifFalse: { min: 9e9, max: null } })
        const hypotheses = [0, 1, 2].map(at => ({
          statement: orders[at] ?? 'theft',
          predictions: batch.slice(at * 3, at * 3 + 3).map(expecting),
        }))
        return {
          kind: 'call',
          input: { hypotheses: hypotheses.filter(({ predictions }) => predictions.length > 0), wantsMore: true },
        }
      }
      case 'mend_query':
        return {
          kind: 'call',
          input: { sql: statements[index % Math.max(1, statements.length)] ?? 'DROP TABLE shop.orders' },
        }
      default:
        return { kind: 'call', input: { sentences: hostileTexts.slice(21, 29).map(text => ({ text, cites: ['e1'] })) } }
    }
  }
