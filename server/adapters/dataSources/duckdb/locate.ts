import { realpath, stat } from 'node:fs/promises'
import { resolve, sep } from 'node:path'
import type { DataSourceProblem } from '../../../core/ports/dataSource.ts'
import { ok, refuse, type Result } from '../../../core/shared/result.ts'
import type { ConnectOptions } from '../defineDataSource.ts'
import { problem } from '../shared/problem.ts'
import { readFolder, type FolderTable } from './readFolder.ts'

/** Files as they stand now. `mark` changes whenever one of them is written or replaced. */
export type Location =
  | { readonly kind: 'file'; readonly path: string; readonly mark: string }
  | { readonly kind: 'folder'; readonly path: string; readonly mark: string; readonly tables: readonly FolderTable[] }

const FORBIDDEN = problem('bad-settings', 'Files may not be opened there. Ask who runs Dataing.')

/** Finds the file or folder of the settings, links resolved, inside the allowed roots. */
export const locate = async (
  path: string,
  roots: ConnectOptions['fileRoots'],
): Promise<Result<Location, DataSourceProblem>> => {
  try {
    const real = await realpath(path)
    if (roots !== null && !(await isBelow(real, roots))) return refuse(FORBIDDEN)
    const found = await stat(real)
    if (found.isFile()) return ok({ kind: 'file', path: real, mark: await markOf([real, `${real}.wal`]) })
    if (!found.isDirectory()) return refuse(problem('bad-settings', 'The path is neither a file nor a folder.'))
    const read = await readFolder(real)
    if (!read.ok) return read
    const marks = await Promise.all(read.value.flatMap(({ files }) => files).map(file => markOf([file])))
    return ok({ kind: 'folder', path: real, mark: marks.join('\n'), tables: read.value })
  } catch (error) {
    // Whether there is something outside the roots is nobody's business.
    return refuse(roots === null || (await isBelow(resolve(path), roots)) ? fileProblem(error) : FORBIDDEN)
  }
}

const isBelow = async (path: string, roots: readonly string[]) => {
  const folders = await Promise.all(roots.map(root => realpath(root).catch(absent)))
  return folders.some(
    folder => folder !== null && (path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep)),
  )
}

/** To a database belongs its write-ahead log, where there is one. */
const markOf = async (files: readonly [string, ...string[]]) => {
  const stats = await Promise.all(files.map(file => stat(file, { bigint: true }).catch(absent)))
  return [files[0], ...stats.map(found => found && `${found.dev}:${found.ino}:${found.size}:${found.mtimeNs}`)].join(
    ' ',
  )
}

const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? error.code : null)

const absent = (error: unknown) => {
  if (codeOf(error) !== 'ENOENT') throw error
  return null
}

const fileProblem = (error: unknown): DataSourceProblem => {
  switch (codeOf(error)) {
    case 'ENOENT':
    case 'ENOTDIR':
      return problem('unreachable', 'There is no file or folder at the path of the settings.')
    case 'EACCES':
    case 'EPERM':
      return problem('permission-denied', 'The path may not be read by the user that Dataing runs as.')
    case 'ELOOP':
    case 'ENAMETOOLONG':
    case 'ERR_INVALID_ARG_VALUE':
      return problem('bad-settings', 'The path of the settings cannot be followed.')
    default:
      throw error
  }
}
