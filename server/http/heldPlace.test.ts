import { EventEmitter } from 'node:events'
import { expect, test } from 'vitest'
import { heldPlace } from './heldPlace.ts'
import { createPlaces } from './places.ts'

const response = (closed: boolean) => Object.assign(new EventEmitter(), { closed })

test('a place is held until the response ends, and not at all for somebody who has left already', () => {
  const places = createPlaces(1)
  expect(heldPlace(places, 'ada', response(true) as never)).toBe(true)
  const open = response(false)
  expect(heldPlace(places, 'ada', open as never)).toBe(true)
  expect(heldPlace(places, 'ada', response(false) as never)).toBe(false)
  open.emit('close')
  expect(heldPlace(places, 'ada', response(false) as never)).toBe(true)
})
