import { mount } from '@vue/test-utils'
import { expect, test } from 'vitest'
import type { ConditionInput } from '../gql/graphql.ts'
import ConditionEditor from './ConditionEditor.vue'

const columns = [
  { value: 'status', label: 'status' },
  { value: 'amount', label: 'amount' },
]
const open = (condition: ConditionInput) =>
  mount(ConditionEditor, {
    props: {
      modelValue: condition,
      columns,
      'onUpdate:modelValue': (next: ConditionInput) => editor.setProps({ modelValue: next }),
    },
  })
let editor: ReturnType<typeof open>
const edit = (condition: ConditionInput) => {
  editor = open(condition)
  return editor
}

test('writes a comparison with one value', async () => {
  const form = edit({ column: '', operator: 'EQUAL', values: [''] })
  const [column, operator] = form.findAll('select')
  await column?.setValue('amount')
  await operator?.setValue('GREATER')
  await form.get('input').setValue('100')
  expect(form.props('modelValue')).toEqual({ column: 'amount', operator: 'GREATER', values: ['100'] })
})

test('writes several values for “is one of”', async () => {
  const form = edit({ column: 'status', operator: 'EQUAL', values: ['paid'] })
  await form.findAll('select')[1]?.setValue('IN')
  await form.get('input').setValue('paid, open,')
  expect(form.props('modelValue')).toEqual({ column: 'status', operator: 'IN', values: ['paid', 'open'] })
})

test('asks for NULL by an equality with null, and then wants no value', async () => {
  const form = edit({ column: 'status', operator: 'EQUAL', values: ['paid'] })
  await form.findAll('select')[1]?.setValue('IS_NOT_NULL')
  expect(form.props('modelValue')).toEqual({ column: 'status', operator: 'NOT_EQUAL', values: [null] })
  expect(form.find('input').exists()).toBe(false)
})

test('shows the condition it is given anew', async () => {
  const form = edit({ column: 'status', operator: 'EQUAL', values: ['paid'] })
  await form.setProps({ modelValue: { column: 'amount', operator: 'LESS', values: ['7'] } })
  expect([...form.findAll('select').map(select => select.element.value), form.get('input').element.value]).toEqual([
    'amount',
    'LESS',
    '7',
  ])
})
