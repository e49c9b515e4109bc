import { graphql } from '../gql/gql.ts'
import type { ReportMarkdown_InvestigationFragment } from '../gql/graphql.ts'
import { formatShare, formatValue } from '../lib/format.ts'
import { conclusionWords, statusWords, tableLabel } from './words.ts'

export const ReportMarkdown_investigation = graphql(`
  fragment ReportMarkdown_investigation on Investigation {
    number title status
    dataSource { id name }
    question { schema table day metric { label unit } }
    anomaly { observed low high }
    failure { message }
    finding {
      conclusion
      cause { id label }
      confidence { value word }
      segments { text }
      whatIsGoingOn { text } whatCausedIt { text } whatToDoNext { text }
    }
  }
`)

const list = (statements: readonly { readonly text: string }[]) => statements.map(({ text }) => `- ${text}`)

/** The report as Markdown, for a ticket or a chat. */
export const reportMarkdown = (investigation: ReportMarkdown_InvestigationFragment, link: string): string => {
  const { number, title, status, dataSource, question, anomaly, failure, finding } = investigation
  const { unit, label } = question.metric
  const about = [
    statusWords[status].label,
    dataSource.name,
    `\`${tableLabel(question)}\``,
    `${label} on ${question.day}`,
  ]
  const lines = [`# INV-${number} ${title}`, '', about.join(' · ')]
  const value = (number: number | null | undefined) => formatValue(number, unit)
  if (anomaly)
    lines.push('', `Observed ${value(anomaly.observed)}, expected ${value(anomaly.low)} to ${value(anomaly.high)}.`)
  if (failure) lines.push('', failure.message)
  if (finding) {
    const { confidence } = finding
    const sure = `${confidence.word.toLowerCase()} confidence, ${formatShare(confidence.value)}`
    const cause = finding.cause ? `: ${finding.cause.label} (${sure})` : ''
    lines.push('', '## What is going on', '', ...list(finding.whatIsGoingOn))
    lines.push(
      '',
      '## What caused it',
      '',
      `**${conclusionWords[finding.conclusion].label}${cause}**`,
      '',
      ...list(finding.whatCausedIt),
    )
    if (finding.segments.length > 0)
      lines.push('', `Where: ${finding.segments.map(({ text }) => `\`${text}\``).join(', ')}`)
    lines.push('', '## What to do next', '', ...list(finding.whatToDoNext))
  }
  return [...lines, '', link, ''].join('\n')
}
