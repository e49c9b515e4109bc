import { expect, test } from 'vitest'
import { nextTick } from 'vue'
import type { ContextChangeInput } from '../gql/graphql.ts'
import { mountPage } from '../testing/mountPage.ts'
import ContextEditor from './ContextEditor.vue'

const name = (schema: string, table: string) => ({ schema, name: table })
const told = { source: 'DBT', from: name('raw', 'orders'), to: name('main', 'orders') }
const context = {
  normalDays: ['2026-06-05'],
  since: '2026-06-12',
  tables: [{ schema: 'main', name: 'orders', isNeeded: true, columns: [] }],
  edges: [told, { ...told, source: 'VIEW' }, { ...told, source: null, from: name('raw', 'staff') }],
}

test('an edge that is taken out is part of the change, shown in the diff, and can be put back', async () => {
  const changes: ContextChangeInput[] = []
  const page = mountPage(ContextEditor, {
    context,
    modelValue: {},
    'onUpdate:modelValue': (change: ContextChangeInput) => void changes.push(change),
  })
  const boxes = page.findAll('fieldset label')
  // The same edge, told by two, is one.
  expect(boxes.map(box => box.text().replaceAll(/\s+/g, ' '))).toEqual([
    expect.stringContaining('main.orders from raw.orders'),
    'main.orders from raw.staff (inferred)',
  ])
  await boxes[1]?.get('input').setValue(false)
  const wrong = { from: name('raw', 'staff'), to: name('main', 'orders') }
  expect(changes.at(-1)).toEqual({ withoutEdges: [wrong] })
  await page.setProps({ modelValue: changes.at(-1) })
  expect(page.get('[aria-label="What is changed"]').text()).toContain('Not followedmain.orders from raw.staff')
  await nextTick()
  await page.findAll('fieldset label')[1]?.get('input').setValue(true)
  expect(changes.at(-1)).toEqual({ withoutEdges: [] })
})
