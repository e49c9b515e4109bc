// Our own lint rules, each seen firing where it must and silent where the same text is allowed. Types are left out: these rules need none.
import { fileURLToPath } from 'node:url'
import { ESLint } from 'eslint'
import ts from 'typescript-eslint'
import { expect, test } from 'vitest'

const OURS = [
  'no-restricted-syntax',
  'max-lines',
  'max-lines-per-function',
  '@typescript-eslint/max-params',
  '@typescript-eslint/no-explicit-any',
]
const eslint = new ESLint({
  cwd: fileURLToPath(new URL('..', import.meta.url)),
  overrideConfig: [{ ...ts.configs.disableTypeChecked, languageOptions: { parserOptions: { projectService: false } } }],
})
const fired = async (filePath: string, text: string): Promise<string[]> => {
  const [result] = await eslint.lintText(text, { filePath })
  return (
    result?.messages.flatMap(({ ruleId, message }) =>
      ruleId !== null && OURS.includes(ruleId) ? [`${ruleId}: ${message.split(/[:.]/)[0]}`] : [],
    ) ?? []
  )
}

const forge = `export const q = { text: 'drop' } as unknown as SafeQuery\n`
const write = `export const f = (db: Db) => db.tenant.create({ data: {} })\n`
const environment = `export const port = process.env['PORT']\n`
const lines = (count: number) => 'export {}\n'.repeat(count)
const long = `export const f = () => {\n${'  g()\n'.repeat(101)}}\n`

const SYNTAX = 'no-restricted-syntax'
type Case = { what: string; text: string; refusedIn: string; allowedIn: string; message: string }

test.each<Case>([
  {
    what: 'a forged query',
    text: forge,
    refusedIn: 'server/adapters/dataSources/x.ts',
    allowedIn: 'server/adapters/queryGuard/x.ts',
    message: `${SYNTAX}: Only server/adapters/queryGuard makes a SafeQuery`,
  },
  {
    what: 'a write in GraphQL',
    text: write,
    refusedIn: 'server/graphql/x.ts',
    allowedIn: 'server/adapters/postgres/x.ts',
    message: `${SYNTAX}: GraphQL reads views and asks the app to change things; it never writes`,
  },
  {
    what: 'reading the environment',
    text: environment,
    refusedIn: 'server/http/x.ts',
    allowedIn: 'server/env.ts',
    message: `${SYNTAX}: The environment is read once, in server/env`,
  },
  {
    what: 'a default export',
    text: 'export default 1\n',
    refusedIn: 'server/app/x.ts',
    allowedIn: 'vite.config.ts',
    message: `${SYNTAX}: Named exports only`,
  },
  {
    what: 'a long function',
    text: long,
    refusedIn: 'server/app/x.ts',
    allowedIn: 'server/app/x.test.ts',
    message: 'max-lines-per-function: Arrow function has too many lines (103)',
  },
])('$what is refused, but not where it belongs', async ({ text, refusedIn, allowedIn, message }) => {
  expect(await fired(refusedIn, text)).toEqual([message])
  expect(await fired(allowedIn, text)).toEqual([])
})

test('a file has at most 300 lines, a function at most 3 parameters, and nothing is any', async () => {
  expect(await fired('server/app/x.ts', lines(300))).toEqual([])
  expect(await fired('server/app/x.ts', lines(301))).toEqual(['max-lines: File has too many lines (301)'])
  expect(await fired('server/app/x.ts', 'export const f = (a: string, b: string, c: string) => a + b + c\n')).toEqual(
    [],
  )
  expect(
    await fired('server/app/x.ts', 'export const f = (a: string, b: string, c: string, d: string) => a + b + c + d\n'),
  ).toEqual(['@typescript-eslint/max-params: Arrow function has too many parameters (4)'])
  expect(await fired('server/app/x.ts', 'export const f = (a: any): string => a\n')).toEqual([
    '@typescript-eslint/no-explicit-any: Unexpected any',
  ])
})
