// `npm run format`: writes all code as the formatter wants it; with --check it only says which files differ. Of a page's components the script
// alone is formatted: where white space counts, the formatter tears a template's tags apart.
import { execFileSync } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import prettier from 'prettier'
import { root, say } from './lib/run.mjs'

const checking = process.argv.includes('--check')
const options = await prettier.resolveConfig(join(root, 'package.json'))
const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: root })
const paths = listed.toString().split('\n')
const script = /(<script[^>]*>\n)([\s\S]*?)(<\/script>)/

const formatScript = text => prettier.format(text, { ...options, filepath: 'script.ts' })
const formatCommand = text => prettier.format(text, { ...options, filepath: 'command.mjs' })
const formatComponent = async text => {
  const [whole, open, body, close] = script.exec(text) ?? []
  if (whole === undefined) return text
  const code = await formatScript(body)
  return text.replace(whole, () => `${open}${code}${close}`)
}
const formatters = { ts: formatScript, vue: formatComponent, mjs: formatCommand, cjs: formatCommand }

let unlike = 0
for (const path of paths) {
  const format = formatters[path.split('.').at(-1)]
  const text = format && (await readFile(join(root, path), 'utf8').catch(() => null))
  if (!text) continue
  const wanted = await format(text)
  if (wanted === text) continue
  unlike += 1
  say(path)
  if (!checking) await writeFile(join(root, path), wanted)
}
if (checking && unlike > 0) say('Not as the formatter wants them: npm run format.')
process.exit(checking && unlike > 0 ? 1 : 0)
