import type { Price } from '../../prisma/generated/client.ts'
import type { PriceUnit } from '../core/ports/budgets.ts'
import { asId, type DataSourceId } from '../core/shared/ids.ts'
import { builder } from './builder.ts'
import type { Context } from './context.ts'
import { DataSource } from './dataSource.ts'
import { InputError } from './errors.ts'
import { printGlobalId, uuidOf } from './globalId.ts'
import { Money } from './money.ts'
import { callerOf, notFound } from './who.ts'
import { wordEnum, wordOf } from './words.ts'

const units: Readonly<Record<PriceUnit, string>> = {
  input: 'A million tokens in.',
  output: 'A million tokens out.',
  cached: 'A million tokens in from the cache.',
  second: 'A second of the warehouse.',
  credit: 'A credit of the warehouse, which takes `creditsPerHour` while it works.',
  terabyte: 'A terabyte (10^12 bytes) that the data source reads.',
}
const UnitEnum = wordEnum('PriceUnit', 'What a price is for.', units)

const sourceIn = (resource: string) => (resource.startsWith('source:') ? resource.slice('source:'.length) : null)

export const PriceObject = builder.objectRef<Price>('Price').implement({
  description:
    'A price that holds from its day on until a newer one does. What was used before keeps the price it had.',
  fields: t => ({
    model: t.string({
      nullable: true,
      description: 'The model; null for a data source.',
      resolve: ({ resource }) => (sourceIn(resource) === null ? resource : null),
    }),
    dataSourceId: t.id({
      nullable: true,
      description: 'The data source; null for a model.',
      resolve: ({ resource }) => {
        const id = sourceIn(resource)
        return id === null ? null : printGlobalId('DataSource', id)
      },
    }),
    unit: t.field({ type: UnitEnum, description: 'What it is for.', resolve: ({ unit }) => wordOf(units, unit) }),
    validFrom: t.field({
      type: 'Date',
      description: 'The first day, UTC.',
      resolve: ({ validFrom }) => validFrom.toISOString().slice(0, 10),
    }),
    price: t.field({ type: Money, description: 'How much.', resolve: ({ micros }) => micros }),
    creditsPerHour: t.float({
      nullable: true,
      description: 'How many credits the warehouse takes an hour; null where it is not sold by the credit.',
      resolve: price => price.creditsPerHour?.toNumber() ?? null,
    }),
  }),
})

builder.prismaObjectField(DataSource, 'prices', t =>
  t.field({
    type: [PriceObject],
    description:
      'What its use costs today, by each unit that the price book has for it; of seconds and credits the one that the book says last.',
    resolve: async ({ id }, _args, { readDb }) => {
      const today = new Date(new Date().toISOString().slice(0, 10))
      const found = await readDb.price.findMany({
        where: { resource: `source:${id}`, validFrom: { lte: today } },
        orderBy: [{ validFrom: 'desc' }, { changedAt: 'desc' }],
        distinct: ['unit'],
      })
      const [byTime, ...others] = found.filter(({ unit }) => unit !== 'terabyte')
      return found.filter(price => !others.includes(price) || price === byTime)
    },
  }),
)

export const pricesOf = ({ readDb }: Context) =>
  readDb.price.findMany({ orderBy: [{ validFrom: 'desc' }, { resource: 'asc' }, { unit: 'asc' }], take: 500 })

const PriceInput = builder.inputType('PriceSetInput', {
  description: 'A price to add.',
  fields: t => ({
    model: t.string({ description: 'Of which model, by its exact name; else name a data source.' }),
    dataSourceId: t.id({ description: 'Of which data source; else name a model.' }),
    unit: t.field({ type: UnitEnum, required: true, description: 'What it is for.' }),
    validFrom: t.field({ type: 'Date', required: true, description: 'The first day, UTC.' }),
    price: t.string({ required: true, description: 'How much, in decimals: 3.00.' }),
    creditsPerHour: t.float({
      description:
        "With the unit CREDIT: how many the warehouse takes an hour while it works. Snowflake's X-Small takes 1, Small 2, Medium 4, and so on.",
    }),
  }),
})

const PricePayload = builder.objectRef<object>('PriceSetPayload').implement({
  description: 'Added.',
  fields: t => ({
    prices: t.field({
      type: [PriceObject],
      description: 'The price book now.',
      resolve: (_root, _args, context) => pricesOf(context),
    }),
  }),
})

builder.mutationField('priceSet', t =>
  t.field({
    type: PricePayload,
    description: 'Adds a price to the book, or corrects the one of that day. Permission: settings:write. Events: none.',
    args: { input: t.arg({ type: PriceInput, required: true, description: 'The price.' }) },
    errors: { types: [InputError], union: { name: 'PriceSetResult', description: 'Added, or why not.' } },
    resolve: async (_root, { input: { dataSourceId, model, creditsPerHour, ...input } }, context) => {
      const id = typeof dataSourceId === 'string' ? uuidOf('DataSource', dataSourceId) : null
      if (typeof dataSourceId === 'string' && id === null) throw notFound('data source', 'dataSourceId')
      const set = await context.app.setPrice(callerOf(context), {
        ...input,
        model: model ?? null,
        creditsPerHour: creditsPerHour ?? null,
        dataSourceId: id === null ? null : asId<DataSourceId>(id),
      })
      if (set.ok) return {}
      throw set.problem.code === 'invalid'
        ? new InputError('INVALID_INPUT', set.problem.message, [set.problem.path])
        : notFound('data source', 'dataSourceId')
    },
  }),
)
