import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { DataSourceProblem } from '../../../core/ports/dataSource.ts'
import { nonEmpty, type NonEmpty } from '../../../core/shared/nonEmpty.ts'
import { ok, refuse, type Result } from '../../../core/shared/result.ts'
import { problem } from '../shared/problem.ts'

/** A table of a folder: one file, or all files below one sub-folder. */
export type FolderTable = {
  readonly name: string
  readonly format: 'csv' | 'parquet'
  readonly files: NonEmpty<string>
}

const formats: readonly (readonly [ending: RegExp, format: FolderTable['format']])[] = [
  [/\.(csv|tsv)(\.gz)?$/i, 'csv'],
  [/\.parquet$/i, 'parquet'],
]

const MAX_FILES = 10_000

const formatOf = (file: string) => formats.find(([ending]) => ending.test(file))?.[1]

/** DuckDB would read these as patterns. */
const hasPattern = (path: string) => /[*?[\]]/.test(path)

const isHidden = (name: string) => /^[._]/.test(name)

/** The tables of a folder, by name. Links, hidden files and files of other formats are left out. */
export const readFolder = async (folder: string): Promise<Result<readonly FolderTable[], DataSourceProblem>> => {
  const entries = (await readdir(folder, { withFileTypes: true })).filter(({ name }) => !isHidden(name))
  const groups: { name: string; files: readonly string[] }[] = []
  for (const entry of entries) {
    const path = join(folder, entry.name)
    const format = formats.find(([ending]) => ending.test(entry.name))
    if (entry.isFile() && format) groups.push({ name: entry.name.replace(format[0], ''), files: [path] })
    if (entry.isDirectory()) groups.push({ name: entry.name, files: await filesBelow(path) })
  }
  return tablesOf(groups.toSorted((a, b) => (a.name < b.name ? -1 : 1)))
}

const filesBelow = async (folder: string) =>
  (await readdir(folder, { withFileTypes: true, recursive: true }))
    .filter(entry => entry.isFile() && formatOf(entry.name) && !isHidden(entry.name))
    .map(entry => join(entry.parentPath, entry.name))
    .toSorted()

const tablesOf = (
  groups: readonly { name: string; files: readonly string[] }[],
): Result<readonly FolderTable[], DataSourceProblem> => {
  const bad = (message: string) => refuse(problem('bad-settings', message))
  const tables: FolderTable[] = []
  for (const { name, files: found } of groups) {
    const files = nonEmpty(found)
    if (files === null) continue
    const format = formatOf(files[0])
    if (format === undefined || files.some(file => formatOf(file) !== format))
      return bad(`The sub-folder ${name} mixes CSV and Parquet files.`)
    if (files.some(hasPattern)) return bad(`The file or folder ${name} has one of * ? [ ] in its path. Rename it.`)
    if (tables.some(table => table.name.toLowerCase() === name.toLowerCase()))
      return bad(`Two files or sub-folders give the table ${name}.`)
    tables.push({ name, format, files })
  }
  if (tables.length === 0) return bad('The folder holds no CSV or Parquet files.')
  const count = tables.reduce((sum, { files }) => sum + files.length, 0)
  return count > MAX_FILES ? bad(`The folder holds ${count} files; at most ${MAX_FILES} can be read.`) : ok(tables)
}
