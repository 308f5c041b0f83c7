import { expect, test } from 'vitest'
import { faultKinds } from '#simulator'
import { kindClasses, placeOf } from './places.ts'

const place = (fault: string) => {
  const { step, part, kind } = placeOf(fault)
  return [step, part, kind.words]
}

test('a fault has its place by step, part and kind', () => {
  expect(place('server/reserveInventory.takeStock#1=crash-after')).toEqual([
    'reserveInventory',
    'statements',
    'crash after',
  ])
  expect(place('server/commit:reserveInventory@order-2#3=ack-lost')).toEqual([
    'reserveInventory',
    'commit',
    'answer lost',
  ])
  expect(place('server/stripe.checkout.sessions.create#1=timeout')).toEqual([
    'createSession',
    'call',
    'no answer in time',
  ])
  expect(place('server/checkpoint:createSession#1=crash-after')).toEqual([
    'createSession',
    'checkpoint',
    'crash after',
  ])
  expect(place('stripe/webhook:checkout.session.completed#1=drop(tries=all)')).toEqual([
    'webhook completed',
    '',
    'dropped',
  ])
  expect(place('server/response:checkout.session.expired#1=crash-after')).toEqual([
    'webhook answer',
    '',
    'crash after',
  ])
  expect(place('server/recv:payment#1=freeze')).toEqual(['recv payment', '', 'server freezes'])
})

test('every kind of fault has a row, and one only', () => {
  const listed = kindClasses.flatMap((each) => each.kinds)
  expect(listed.toSorted()).toEqual(faultKinds.toSorted())
})
