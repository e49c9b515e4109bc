import { readFile } from 'node:fs/promises'
import tailwindcss from '@tailwindcss/vite'
import vue from '@vitejs/plugin-vue'
import { print, stripIgnoredCharacters, type DocumentNode } from 'graphql'
import { defineConfig, type Plugin } from 'vite'

const server = process.env['DATAING_URL'] ?? 'http://127.0.0.1:4000'

/** The generated documents as text, by the name of their operation. */
const documentTexts = (generated: string) =>
  new Map(
    Array.from(
      generated.matchAll(/export const (\w+)Document = (\{.*\}) as unknown as/g),
      ([, name = '', json = '']): [string, string] => {
        const document = JSON.parse(json) as DocumentNode
        return [name, stripIgnoredCharacters(print(document))]
      },
    ),
  )

/**
 * Puts each operation's text where it is used, so that a page carries its own documents only, a fifth of the size of parsed ones; urql parses
 * each when it is first asked. A fragment's own document is never read at run time: unmasking is a matter of types.
 */
const inlineDocuments = (): Plugin => ({
  name: 'inline-documents',
  async transform(code, id) {
    if (!/\.(ts|vue)($|\?)/.test(id) || id.includes('/gql/') || !code.includes('graphql(`')) return null
    const texts = documentTexts(await readFile('client/gql/graphql.ts', 'utf8'))
    return code.replace(/\bgraphql\(`\s*(\w+) (\w+)[^`]*`\)/g, (_call, kind: string, name: string) =>
      kind === 'fragment'
        ? '""'
        : JSON.stringify(texts.get(name) ?? this.error(`${name} is not generated: run graphql-codegen`)),
    )
  },
})

export default defineConfig({
  root: 'client',
  plugins: [vue(), inlineDocuments(), tailwindcss()],
  define: { __VUE_OPTIONS_API__: false, __VUE_PROD_DEVTOOLS__: false },
  build: { outDir: '../dist/client', emptyOutDir: true, target: 'es2022' },
  server: { host: '127.0.0.1', proxy: { '/graphql': { target: server, ws: true } } },
})
