import { changeTime, differenceText, type SchemaChange } from '../core/schemaHistory/schemaChange.ts'
import {
  compareSchemas,
  type NamedForm,
  type SchemaDifference,
  type SchemaDifferenceKind,
} from '../core/schemaHistory/schemaDifference.ts'
import { builder } from './builder.ts'
import { failure } from './failure.ts'
import type { ReadDb } from './readDb.ts'
import { storedForm } from './stored.ts'
import { wordEnum } from './words.ts'

const KindEnum = wordEnum<SchemaDifferenceKind>('SchemaDifferenceKind', 'What happened to a table.', {
  tableAdded: 'It is new.',
  tableRemoved: 'It is gone.',
  tableRenamed: 'A guess: one of the same make went, and this one came.',
  columnAdded: 'It has a new column.',
  columnRemoved: 'A column is gone.',
  columnRenamed: 'A guess: a column went where another of its type came.',
  typeChanged: 'A column has another type.',
  nullableChanged: 'A column may, or may no longer, hold NULL.',
  keyChanged: 'Its primary key is another.',
})

export const SchemaDifferenceObject = builder.objectRef<SchemaDifference>('SchemaDifference').implement({
  description: 'One difference between two states of a schema.',
  fields: t => ({
    kind: t.expose('kind', { type: KindEnum, description: 'What happened.' }),
    schema: t.string({ description: 'The schema of the table.', resolve: ({ table }) => table.schema }),
    table: t.string({ description: 'The table.', resolve: ({ table }) => table.name }),
    column: t.exposeString('column', { nullable: true, description: 'The column; null where it is about the table.' }),
    before: t.exposeString('before', {
      nullable: true,
      description: 'The name or type as it was; null where there was none.',
    }),
    after: t.exposeString('after', {
      nullable: true,
      description: 'The name or type as it is then; null where there is none.',
    }),
    text: t.string({
      description: 'The same as a sentence, without its full stop.',
      resolve: difference => differenceText(difference),
    }),
  }),
})

export const SchemaChangeObject = builder.objectRef<SchemaChange>('SchemaChange').implement({
  description: 'A change of the schema, and when it was seen.',
  fields: t => ({
    kind: t.expose('kind', { type: KindEnum, description: 'What happened.' }),
    text: t.string({
      description: 'The change and its time as a sentence.',
      resolve: change => `${differenceText(change)}, ${changeTime(change)}.`,
    }),
    seenBefore: t.string({
      nullable: true,
      description: 'The last reading of the schema that saw it otherwise, an instant; null where there was none.',
      resolve: ({ seenBefore }) => seenBefore,
    }),
    seenAt: t.exposeString('seenAt', { description: 'The first reading that saw it so, an instant.' }),
  }),
})

const DAY_MS = 86_400_000
const endOf = (day: string) => new Date(Date.parse(day) + DAY_MS)

/** Only forms that began or ended in between are read: the others are the same on both days. */
export const catalogueChanges = async (
  readDb: ReadDb,
  dataSourceId: string,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<SchemaDifference[]> => {
  const [start, end] = [endOf(from), endOf(to)]
  if (start > end) throw failure('INVALID_INPUT', '`from` must not be after `to`.')
  const between = { gte: start, lt: end }
  const [ended, begun] = await Promise.all([
    readDb.tableVersion.findMany({ where: { dataSourceId, seenFrom: { lt: start }, seenUntil: between } }),
    readDb.tableVersion.findMany({
      where: { dataSourceId, seenFrom: between, OR: [{ seenUntil: null }, { seenUntil: { gte: end } }] },
    }),
  ])
  const formed = (rows: typeof ended): NamedForm[] =>
    rows.map(({ schema, name, form }) => ({ name: { schema, name }, form: storedForm(form) }))
  return [...compareSchemas(formed(ended), formed(begun))]
}
