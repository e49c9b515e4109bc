import { join } from 'node:path'
import type { BaseName } from './base.ts'
import { bases, rowsOf } from './bases/index.ts'

/** Gives the path of a base, written when it is first asked for. */
export const createBases = ({ folder, seed, rows }: { folder: string; seed: string; rows: number | null }) => {
  const written = new Map<BaseName, Promise<string>>()
  const write = async (name: BaseName) => {
    const path = join(folder, `${name}.duckdb`)
    const base = bases.find(one => one.name === name)
    if (base === undefined) throw new Error(`There is no base ${name}`)
    await base.make(path, { seed, rows: rows ?? rowsOf[name] })
    return path
  }
  return (name: BaseName): Promise<string> => {
    const path = written.get(name) ?? write(name)
    written.set(name, path)
    return path
  }
}
