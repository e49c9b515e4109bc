import { expect, test } from 'vitest'
import { createBatcher } from './batcher.ts'

const gate = () => {
  const { promise, resolve } = Promise.withResolvers<void>()
  return { open: resolve, passed: promise }
}

const recorder = () => {
  const batches: (readonly string[])[] = []
  const held = gate()
  const submit = createBatcher<string, string>({
    keyOf: item => item.slice(0, 1),
    isItemsFault: problem => problem instanceof RangeError,
    lanes: 1,
    batchSize: 3,
    run: async items => {
      batches.push(items)
      if (items[0] === 'first') await held.passed
      if (items.includes('poison')) throw new RangeError('poison')
      if (items.includes('outage')) throw new Error('outage')
      return items.map(item => item.toUpperCase())
    },
  })
  return { batches, submit, open: held.open }
}

test('an item alone runs at once; those that come meanwhile share a batch, up to its size', async () => {
  const { batches, submit, open } = recorder()
  const answers = ['first', 'a', 'b', 'c', 'd'].map(submit)
  expect(batches).toEqual([['first']])
  open()
  expect(await Promise.all(answers)).toEqual(['FIRST', 'A', 'B', 'C', 'D'])
  expect(batches).toEqual([['first'], ['a', 'b', 'c'], ['d']])
})

test('items of one key never share a batch, and keep their order', async () => {
  const { batches, submit, open } = recorder()
  const answers = ['first', 'a1', 'b', 'a2'].map(submit)
  open()
  await Promise.all(answers)
  expect(batches).toEqual([['first'], ['a1', 'b'], ['a2']])
})

test('an item that spoils its batch fails alone', async () => {
  const { submit, open } = recorder()
  const answers = ['first', 'a', 'poison', 'b'].map(submit)
  open()
  expect((await Promise.allSettled(answers)).map(answer => answer.status)).toEqual([
    'fulfilled',
    'fulfilled',
    'rejected',
    'fulfilled',
  ])
})

test("a fault that is no item's fails the whole batch, and nothing is tried twice", async () => {
  const { batches, submit, open } = recorder()
  const answers = ['first', 'a', 'outage'].map(submit)
  open()
  expect((await Promise.allSettled(answers)).map(answer => answer.status)).toEqual([
    'fulfilled',
    'rejected',
    'rejected',
  ])
  expect(batches).toEqual([['first'], ['a', 'outage']])
})
