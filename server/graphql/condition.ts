import type { Condition, ConditionValue } from '../core/metric/metric.ts'
import { builder } from './builder.ts'
import { wordEnum } from './words.ts'

type OperatorName = 'equal' | 'notEqual' | 'less' | 'lessOrEqual' | 'greater' | 'greaterOrEqual' | 'in'

const signs = {
  equal: '=',
  notEqual: '!=',
  less: '<',
  lessOrEqual: '<=',
  greater: '>',
  greaterOrEqual: '>=',
  in: 'in',
} as const

const names: { readonly [S in Condition['operator']]: OperatorName } = {
  '=': 'equal',
  '!=': 'notEqual',
  '<': 'less',
  '<=': 'lessOrEqual',
  '>': 'greater',
  '>=': 'greaterOrEqual',
  in: 'in',
}

const ConditionOperator = wordEnum<OperatorName>('ConditionOperator', 'How a column is compared with a value.', {
  equal: 'Equal; with null: is NULL.',
  notEqual: 'Not equal; with null: is not NULL.',
  less: 'Less than.',
  lessOrEqual: 'Less than or equal.',
  greater: 'Greater than.',
  greaterOrEqual: 'Greater than or equal.',
  in: 'One of several values.',
})

export const ConditionObject = builder.objectRef<Condition>('Condition').implement({
  description: 'A condition on one column.',
  fields: t => ({
    column: t.exposeString('column', { description: 'The column.' }),
    operator: t.field({
      type: ConditionOperator,
      description: 'How it is compared.',
      resolve: ({ operator }) => names[operator],
    }),
    values: t.field({
      type: ['String'],
      nullable: { list: false, items: true },
      description: 'One value, or several for IN; null is NULL. Numbers and booleans as text.',
      resolve: ({ value }) => valuesOf(value).map(each => (each === null ? null : String(each))),
    }),
  }),
})

export const ConditionInput = builder.inputType('ConditionInput', {
  description: 'A condition on one column. Never free SQL.',
  fields: t => ({
    column: t.string({ required: true, description: 'The column.' }),
    operator: t.field({ type: ConditionOperator, required: true, description: 'How it is compared.' }),
    values: t.field({
      type: ['String'],
      required: { list: true, items: false },
      description: 'One value, or several for IN; null is NULL. Numbers and booleans as text.',
    }),
  }),
})

const valuesOf = (value: Condition['value']): readonly ConditionValue[] => (isList(value) ? value : [value])

const isList = (value: Condition['value']): value is readonly ConditionValue[] => Array.isArray(value)

type ConditionShape = typeof ConditionInput.$inferInput

/** The core's condition; null where the number of values does not fit the operator. */
export const readCondition = ({ column, operator, values }: ConditionShape): Condition | null => {
  const [first, ...rest] = values
  const several = operator === 'in'
  if (first === undefined || (!several && rest.length > 0)) return null
  return { column, operator: signs[operator], value: several ? values.map(each => each ?? null) : first }
}
