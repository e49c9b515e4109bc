// A boundary that no tool checks does not exist: each rule must let the clean tree pass and fire on its own violation.
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'

const run = promisify(execFile)
const repository = fileURLToPath(new URL('..', import.meta.url))

const clean: Record<string, string> = {
  'server/core/a.ts': `export const a = 1`,
  'server/core/b.ts': `import { a } from './a.ts'\nexport const b = a`,
  'server/core/b.test.ts': `import { expect } from 'vitest'\nimport { b } from './b.ts'\nexpect(b)`,
  'server/app/use.ts': `import { b } from '../core/b.ts'\nexport const use = b`,
  'server/adapters/left/left.ts': `import { readFile } from 'node:fs/promises'\nimport { a } from '../../core/a.ts'\nexport const left = [a, readFile]`,
  'server/adapters/right/right.ts': `export const right = 1`,
  'server/graphql/schema.ts': `import { use } from '../app/use.ts'\nexport const schema = use`,
  'server/http/http.ts': `import { schema } from '../graphql/schema.ts'\nexport const http = schema`,
  'server/env.ts': `export const env = 1`,
  'server/main.ts':
    `import { left } from './adapters/left/left.ts'\nimport { http } from './http/http.ts'\nimport { env } from './env.ts'\n` +
    `export const main = [left, http, env]`,
  'server/testing/given.ts': `export const given = 1`,
  'client/main.ts': `export const page = 1`,
}

const violations: [rule: string, file: string, text: string][] = [
  [
    'adapters-do-not-meet',
    'server/adapters/left/x.ts',
    `import { right } from '../right/right.ts'\nexport const x = right`,
  ],
  [
    'app-knows-core-only',
    'server/app/w.ts',
    `import { right } from '../adapters/right/right.ts'\nexport const w = right`,
  ],
  ['client-and-server-are-strangers', 'client/x.ts', `import { a } from '../server/core/a.ts'\nexport const x = a`],
  ['core-is-pure', 'server/core/x.ts', `import { readFileSync } from 'node:fs'\nexport const x = readFileSync`],
  [
    'core-is-pure',
    'server/core/y.ts',
    `import type { right } from '../adapters/right/right.ts'\nexport type Y = typeof right`,
  ],
  [
    'graphql-asks-app',
    'server/graphql/x.ts',
    `import { right } from '../adapters/right/right.ts'\nexport const x = right`,
  ],
  ['http-is-an-edge', 'server/http/x.ts', `import { right } from '../adapters/right/right.ts'\nexport const x = right`],
  ['no-cycles', 'server/core/a.ts', `import { b } from './b.ts'\nexport const a = () => b`],
  [
    'no-test-code-in-production',
    'server/http/y.ts',
    `import { given } from '../testing/given.ts'\nexport const y = given`,
  ],
  ['only-main-composes', 'server/http/z.ts', `import { env } from '../env.ts'\nexport const z = env`],
  [
    'server-and-client-are-strangers',
    'server/http/w.ts',
    `import { page } from '../../client/main.ts'\nexport const w = page`,
  ],
]

let tree = ''
const write = async (file: string, text: string) => {
  await mkdir(dirname(join(tree, file)), { recursive: true })
  await writeFile(join(tree, file), text)
}
const fired = async (): Promise<string[]> => {
  const depcruise = join(repository, 'node_modules/.bin/depcruise')
  const report = await run(
    depcruise,
    ['server', 'client', '--config', join(repository, '.dependency-cruiser.cjs'), '-T', 'json'],
    { cwd: tree },
  ).catch((error: unknown) => error as { stdout: string })
  const { summary } = JSON.parse(report.stdout) as {
    summary: { violations: { from: string; rule: { name: string } }[] }
  }
  return summary.violations.map(({ from, rule }) => `${rule.name}: ${from}`).sort()
}

beforeAll(async () => {
  tree = await mkdtemp(join(tmpdir(), 'dataing-boundaries-'))
  await symlink(join(repository, 'node_modules'), join(tree, 'node_modules'))
  await write('tsconfig.json', '{}')
  for (const [file, text] of Object.entries(clean)) await write(file, text)
})
afterAll(() => rm(tree, { recursive: true }))

test('the clean tree passes, and every rule fires on its own violation and nowhere else', async () => {
  expect(await fired()).toEqual([])
  for (const [, file, text] of violations) await write(file, text)
  expect(await fired()).toEqual(violations.map(([rule, file]) => `${rule}: ${file}`).sort())
})
