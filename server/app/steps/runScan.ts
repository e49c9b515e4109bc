import { asCase } from '../../core/measure/planned.ts'
import type { ScanName } from '../../core/measure/scan.ts'
import { scans } from '../../core/measure/scansDue.ts'
import type { Performed, Work } from './work.ts'
import { ask, openSource } from './ask.ts'

/** Asks one fused scan and reads its answer. A query that cannot be run leaves the case without it, in words. */
export const runScan = async (name: ScanName, work: Work): Promise<Performed> => {
  const state = asCase(work.state)
  const scan = scans.find(item => item.name === name)
  if (!state || !scan) throw new Error(`Scan ${name} cannot be due`)
  const opened = await openSource(work)
  if (!opened.ok)
    return {
      command: {
        type: 'GiveUpStep',
        step: { kind: 'runScan', scan: name },
        code: opened.problem.code,
        message: opened.problem.message,
      },
    }
  const asked = await ask(work, {
    source: opened.value,
    focus: state.focus,
    scan: name,
    plan: dialect => scan.plan(state, dialect),
  })
  if (!asked.ok) {
    const { planned, problem } = asked.problem
    return {
      command: {
        type: 'RecordFailedScan',
        scan: name,
        query: {
          id: name,
          scan: name,
          purpose: planned.purpose,
          sql: planned.sql,
          code: problem.code,
          message: problem.message,
        },
      },
    }
  }
  const { query, answer } = asked.value
  return {
    command: { type: 'RecordScan', scan: name, query, signal: scan.read(state, answer) },
    answers: [{ queryId: query.id, answer }],
  }
}
