// The last line of `.ci/run`, from vitest's own report: "N passed, N failed". What has no report did not pass.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root, say } from './lib/run.mjs'

const path = join(root, 'dist/test-report.json')
const report = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : null
const filesThatBroke =
  report?.testResults.filter(file => file.status === 'failed' && file.assertionResults.length === 0).length ?? 1
const failed = (report?.numFailedTests ?? 0) + filesThatBroke
say(`${report?.numPassedTests ?? 0} passed, ${failed} failed`)
process.exit(failed === 0 ? 0 : 1)
