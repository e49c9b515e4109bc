import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')
const sources = (folder: string) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.ts') && !name.includes('generated'))
    .map(name => join(folder, name))
const imports = (file: string) =>
  [...readFileSync(join(root, file), 'utf8').matchAll(/^(import|export)\b(.*?)\bfrom '(.+?)'/gms)].map(
    ([, , what = '', from = '']) => ({ typeOnly: what.trim().startsWith('type '), from }),
  )

test('the engine imports nothing of the benchmarks', () => {
  const guilty = sources('server').filter(file => imports(file).some(({ from }) => /(^|\/)bench\//.test(from)))
  expect(guilty).toEqual([])
})

test('the injector imports of the product only types of the question and the finding; one file asks the product', () => {
  const guilty = sources('bench/accuracy')
    .filter(file => !file.endsWith('.test.ts'))
    .flatMap(file =>
      imports(file).flatMap(({ typeOnly, from }) => (from.includes('/server/') && !typeOnly ? `${file} ${from}` : [])),
    )
  expect(guilty.toSorted()).toEqual([
    'bench/accuracy/run.ts ../../server/testing/benchModels.ts',
    'bench/accuracy/run.ts ../../server/testing/investigate.ts',
    'bench/accuracy/runCase.ts ../../server/testing/investigate.ts',
  ])
})
