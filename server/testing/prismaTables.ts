// What `schema.prisma` asks of a database, in the words of PostgreSQL's catalogue: just enough of Prisma's language for our own file.
import { readFileSync } from 'node:fs'

export type Column = { readonly type: string; readonly nullable: boolean; readonly hasDefault: boolean }
export type TableShape = {
  readonly columns: Readonly<Record<string, Column>>
  readonly indexes: readonly string[]
  readonly foreignKeys: readonly string[]
}

const scalars: Readonly<Record<string, string>> = {
  String: 'text',
  Int: 'integer',
  BigInt: 'bigint',
  Float: 'double precision',
  Decimal: 'numeric',
  Boolean: 'boolean',
  Json: 'jsonb',
  Bytes: 'bytea',
  DateTime: 'timestamp(3) without time zone',
}
const natives: Readonly<Record<string, string>> = {
  Uuid: 'uuid',
  'Timestamptz(3)': 'timestamp(3) with time zone',
  Date: 'date',
  'Decimal(9, 3)': 'numeric(9,3)',
}
const actions = { optional: 'SET NULL', required: 'RESTRICT', Cascade: 'CASCADE' } as const

type Model = {
  readonly name: string
  readonly table: string
  /** Indexes that Prisma has no words for, as a comment tells them. */
  readonly partial: readonly string[]
  readonly lines: readonly string[]
}

const models = (): readonly Model[] => {
  const text = readFileSync(new URL('../../prisma/schema.prisma', import.meta.url), 'utf8')
  return [...text.matchAll(/^model (\w+) \{\n([\s\S]*?)\n\}/gm)].map(([, name = '', body = '']) => {
    const lines = body
      .split('\n')
      .map(line => line.trim())
      .filter(line => line !== '' && !line.startsWith('//'))
    const partial = [...body.matchAll(/^ *\/\/ Partial: (.+)$/gm)].map(([, index = '']) => index)
    return { name, partial, table: /@@map\("(\w+)"\)/.exec(body)?.[1] ?? name, lines }
  })
}

const fieldsOf = (model: Model) =>
  model.lines
    .filter(line => !line.startsWith('@@'))
    .map(line => {
      const [name = '', type = ''] = line.split(/\s+/)
      return {
        name,
        line,
        type: type.replace(/[?[\]]/g, ''),
        nullable: type.endsWith('?'),
        isList: type.endsWith('[]'),
        column: /@map\("(\w+)"\)/.exec(line)?.[1] ?? name,
      }
    })

const columnOf = (model: Model, name: string) => fieldsOf(model).find(field => field.name === name)?.column ?? name

/** 'tenantId, startedAt(sort: Desc)' as 'tenant_id, started_at DESC'. */
const columnList = (model: Model, list: string) =>
  [...list.matchAll(/(\w+)(?:\(sort: (\w+)\))?/g)]
    .map(([, name = '', sort]) => columnOf(model, name) + (sort === 'Desc' ? ' DESC' : ''))
    .join(', ')

const indexesOf = (model: Model) => {
  const blocks = model.lines.flatMap(line => {
    const [, kind, list = ''] = /^@@(id|unique|index)\(\[(.+)\]\)/.exec(line) ?? []
    return kind ? [`${{ id: 'PRIMARY KEY', unique: 'UNIQUE', index: 'INDEX' }[kind]} (${columnList(model, list)})`] : []
  })
  const single = fieldsOf(model).flatMap(({ line, column }) => [
    ...(/@id\b/.test(line) ? [`PRIMARY KEY (${column})`] : []),
    ...(/@unique\b/.test(line) ? [`UNIQUE (${column})`] : []),
  ])
  return [...blocks, ...single, ...model.partial].sort()
}

const foreignKeysOf = (model: Model, all: readonly Model[]) =>
  fieldsOf(model)
    .flatMap(({ line, type, nullable }) => {
      const [, own = '', others = ''] =
        /@relation\((?:"\w+", )?fields: \[(.+?)\], references: \[(.+?)\]/.exec(line) ?? []
      const target = all.find(other => other.name === type)
      if (own === '' || !target) return []
      const action =
        /onDelete: (\w+)/.exec(line)?.[1] === 'Cascade' ? actions.Cascade : actions[nullable ? 'optional' : 'required']
      return [`(${columnList(model, own)}) -> ${target.table} (${columnList(target, others)}) ON DELETE ${action}`]
    })
    .sort()

/** Each table of the schema by name. */
export const prismaTables = (): Readonly<Record<string, TableShape>> => {
  const all = models()
  return Object.fromEntries(
    all.map(model => {
      const stored = fieldsOf(model).filter(field => field.type in scalars)
      const columns = stored.map(({ column, line, type, nullable, isList }) => {
        const native = natives[/@db\.(\w+(?:\([^)]*\))?)/.exec(line)?.[1] ?? '']
        // Prisma makes uuid(7) itself; every other default is the database's.
        return [
          column,
          {
            type: `${native ?? scalars[type]}${isList ? '[]' : ''}`,
            nullable,
            hasDefault: /@default\((?!uuid)/.test(line),
          },
        ]
      })
      return [
        model.table,
        { columns: Object.fromEntries(columns), indexes: indexesOf(model), foreignKeys: foreignKeysOf(model, all) },
      ]
    }),
  )
}
