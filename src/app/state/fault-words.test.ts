import { describe, expect, test } from 'vitest'
import { faultKinds, kindsAt, parseFault, parsePoint } from '#simulator'
import { durableSample } from '#simulator/testing/sample-runs.ts'
import { faultSentence, faultWords } from './fault-words.ts'

describe('a fault in words', () => {
  test.each([
    ['server/commit:reserveInventory#1=crash-after', 'Crash after reserveInventory commits'],
    ['server/begin:fulfillOrder#1=freeze', 'Freeze before fulfillOrder begins for 60 s'],
    [
      'server/commit:createOrder@order-2#3=ack-lost',
      'Lose the answer to commit of createOrder for order-2 (#3)',
    ],
    ['server/stripe.checkout.sessions.create#1=timeout', 'No answer in time to call sessions.create'],
    ['server/stripe.checkout.sessions.create#1=error-after', 'Answer 500 after call sessions.create'],
    ['stripe/webhook:checkout.session.completed#1=duplicate', 'Deliver webhook completed twice'],
    ['stripe/webhook:checkout.session.completed#1=drop(tries=all)', 'Lose webhook completed on every try'],
    ['server/reserveInventory.takeStock#1=deadlock', 'Deadlock at statement reserveInventory.takeStock'],
  ])('%s is “%s”', (text, words) => {
    expect(faultSentence(parseFault(text))).toBe(words)
  })

  test('of any kind at any operation shows no label of a plan', () => {
    const seen = new Set<string>()
    for (const point of durableSample().points)
      for (const kind of kindsAt(parsePoint(point))) {
        const { verb, operation, tail } = faultWords(parseFault(`${point}=${kind}${required(kind)}`))
        expect(`${verb} ${operation} ${tail}`, point).not.toMatch(/\w:\w|stripe\./)
        seen.add(kind)
      }
    expect(seen.size).toBeGreaterThan(faultKinds.length - 4)
  })
})

/** The clock has no usual jump, a delay no usual length. */
function required(kind: string): string {
  return kind === 'clock-jump' || kind === 'delay' ? '(by=10min)' : ''
}
