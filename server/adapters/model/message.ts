import { randomBytes } from 'node:crypto'
import { cleanText } from '../../core/model/cleanText.ts'
import type { BriefSection } from '../../core/model/brief.ts'

const mostSections = 20
const mostLines = 400
const mostLine = 2_000

/**
 * Data as the one part of a message that comes from outside: between two lines with a marker that nobody can have foreseen, each line of it beginning with a
 * bar, so that no line of data can pass for one of ours.
 */
export const dataMessage = (sections: readonly BriefSection[], marker = randomBytes(12).toString('hex')): string => {
  const lines = sections
    .slice(0, mostSections)
    .flatMap(({ title, lines: own }) => [
      `# ${title}`,
      ...own.slice(0, mostLines).map(line => `| ${cleanText(line.replaceAll(marker, ''), mostLine)}`),
    ])
  return [
    `The case, as data. It ends at the second line that reads DATA ${marker}.`,
    `DATA ${marker}`,
    ...lines,
    `DATA ${marker}`,
  ].join('\n')
}
