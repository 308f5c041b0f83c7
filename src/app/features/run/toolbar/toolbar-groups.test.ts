import { expect, test } from 'vitest'
import { breakKinds } from '../../../state/aim.ts'
import { breakWordsOf } from './break-words.ts'
import { seenWords, toolbarGroups } from './toolbar-groups.ts'

const shop = { service: 'Stripe', message: { title: 'Webhook', noun: 'webhook' } }

test('each button is called as the dictionary says, with a part of it on screen', () => {
  const buttons = toolbarGroups(shop, breakKinds).flatMap((group) =>
    group.form === 'buttons' ? group.buttons : [],
  )
  for (const button of buttons) {
    const name = button.label.map(({ words }) => words).join('')
    expect(name).toBe(breakWordsOf(shop)[button.kind].name)
  }
  expect(buttons.map(seenWords)).toEqual([
    'Crash',
    'Freeze',
    'Lose once',
    'Lose for good',
    'Twice',
    'Late',
    'Forge',
  ])
})

test('a scenario without messages of its service has no group of them, and its own service’s name', () => {
  const trip = { service: 'Booking service', message: null }
  const groups = toolbarGroups(trip, breakKinds)
  expect(groups.map(({ id }) => id)).toEqual(['server', 'service', 'database', 'more'])
  const more = groups.find(({ id }) => id === 'more')
  expect(more?.form === 'menu' && more.kinds.some((kind) => kind.includes('webhook'))).toBe(false)
  const texts = Object.values(breakWordsOf(trip)).flatMap(({ name, meaning }) => [name, meaning])
  expect(texts.filter((text) => /Stripe|webhook/i.test(text))).toEqual([])
})
