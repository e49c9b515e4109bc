import { expect, test } from 'vitest'
import { asId, type PersonId } from '../shared/ids.ts'
import { isApprover, notApproverText } from './approvers.ts'

const [ada, bob] = [asId<PersonId>('ada'), asId<PersonId>('bob')]
const stewards = { teamId: 't', name: 'Data stewards', members: [ada] }

test('without a team everybody decides; with one its people, and nobody else', () => {
  expect([isApprover(null, bob), isApprover(stewards, ada), isApprover(stewards, bob)]).toEqual([true, true, false])
  expect([notApproverText(null, bob), notApproverText(stewards, ada)]).toEqual([null, null])
  expect(notApproverText(stewards, bob)).toBe('Only people of the team Data stewards decide these requests.')
})

test('an empty team lets nobody decide, and says so', () => {
  expect(isApprover({ ...stewards, members: [] }, ada)).toBe(false)
  expect(notApproverText({ ...stewards, members: [] }, ada)).toContain('has nobody in it')
})
