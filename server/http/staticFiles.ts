// The built page. Read once, compressed once per file and encoding, at the first request for it.
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { extname, join, relative, sep } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json',
}
const SMALL = 1024

type Encoding = 'br' | 'gzip'
type File = {
  readonly type: string
  readonly content: Buffer
  readonly etag: string
  readonly forEver: boolean
  readonly packed: Map<Encoding, Promise<Buffer>>
}

export type StaticFiles = {
  /** Answers GET and HEAD: a file, or the page itself for every other path that is one of the page. False where there is nothing to answer with. */
  serve(request: IncomingMessage, response: ServerResponse, path: string): Promise<boolean>
}

export const readStaticFiles = async (folder: string): Promise<StaticFiles> => {
  const files = new Map<string, File>()
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const full = join(entry.parentPath, entry.name)
    const path = `/${relative(folder, full).split(sep).join('/')}`
    files.set(path, fileOf(path, await readFile(full)))
  }
  return {
    async serve(request, response, path) {
      const file = files.get(path) ?? (asksForPage(request, path) ? files.get('/index.html') : undefined)
      if (file === undefined) return false
      await send(request, response, file)
      return true
    },
  }
}

/** The page's own paths may end in the name of a table, which looks like a file's; a browser that follows a link asks for HTML. */
export const asksForPage = ({ headers }: IncomingMessage, path: string): boolean =>
  extname(path) === '' || (!path.startsWith('/assets/') && String(headers.accept ?? '').includes('text/html'))

const fileOf = (path: string, content: Buffer): File => ({
  type: types[extname(path)] ?? 'application/octet-stream',
  content,
  etag: `"${createHash('sha256').update(content).digest('base64url').slice(0, 22)}"`,
  // The build puts a hash of the content into these names.
  forEver: path.startsWith('/assets/'),
  packed: new Map(),
})

const send = async ({ method, headers }: IncomingMessage, response: ServerResponse, file: File) => {
  response.setHeader('cache-control', file.forEver ? 'public, max-age=31536000, immutable' : 'no-cache')
  response.setHeader('etag', file.etag)
  response.setHeader('vary', 'accept-encoding')
  if (headers['if-none-match'] === file.etag) return void response.writeHead(304).end()
  const encoding = encodingFor(file, String(headers['accept-encoding'] ?? ''))
  const body = encoding === null ? file.content : await packed(file, encoding)
  if (encoding !== null) response.setHeader('content-encoding', encoding)
  response
    .writeHead(200, { 'content-type': file.type, 'content-length': body.length })
    .end(method === 'HEAD' ? undefined : body)
}

const encodingFor = ({ type, content }: File, accepted: string): Encoding | null => {
  if (content.length < SMALL || !/text|json|svg|javascript/.test(type)) return null
  return /\bbr\b/.test(accepted) ? 'br' : /\bgzip\b/.test(accepted) ? 'gzip' : null
}

const packed = (file: File, encoding: Encoding): Promise<Buffer> => {
  const known = file.packed.get(encoding) ?? pack[encoding](file.content)
  file.packed.set(encoding, known)
  return known
}

const pack: { readonly [E in Encoding]: (content: Buffer) => Promise<Buffer> } = {
  br: content => promisify(brotliCompress)(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }),
  gzip: content => promisify(gzip)(content, { level: 9 }),
}
