import { expect, test } from 'vitest'
import { mountPage } from '../testing/mountPage.ts'
import WorkspaceForm from './WorkspaceForm.vue'

const fill = async (props: object) => {
  const form = mountPage(WorkspaceForm, { errors: {}, busy: false, ...props })
  await form.get('input[autocomplete=organization]').setValue('Orchard')
  await form.get('input[autocomplete=name]').setValue('Ada')
  await form.get('input[type=password]').setValue('correct horse battery')
  return form
}
const typed = { tenantName: 'Orchard', name: 'Ada', password: 'correct horse battery' }

test('what was typed is sent', async () => {
  const form = await fill({})
  await form.get('input[type=email]').setValue('ada@example.com')
  await form.get('form').trigger('submit')
  expect(form.emitted('send')).toEqual([[{ ...typed, email: 'ada@example.com' }]])
})

test('an address that is known already stays', async () => {
  const form = await fill({ address: 'ada@example.com' })
  expect(form.get('input[type=email]').attributes('readonly')).toBeDefined()
  await form.get('form').trigger('submit')
  expect(form.emitted('send')).toEqual([[{ ...typed, email: 'ada@example.com' }]])
})

test('a refusal stands at its field, or above them', async () => {
  const form = await fill({ errors: { '': 'Try again.', password: 'Too well known.' } })
  expect(form.get('[role=alert]').text()).toBe('Try again.')
  expect(form.text()).toContain('Too well known.')
})
