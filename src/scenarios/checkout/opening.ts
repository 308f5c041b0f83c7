/** What a first visitor is shown of the checkout: a crash that the naive one does not survive, and a bet on it. */
import type { Run } from '#simulator'
import type { Opening, OpeningAnswer } from '#simulator/scenario.ts'

export const opening: Opening = {
  // A few events before the crash: the first step is done, and the second one has begun.
  link: 'implementation=naive&plan=server/commit:reserveInventory%231=crash-after&cursor=server/begin:reserveInventory%231',
  lead: 'A real workflow engine and a real Postgres in your browser. Kill a server or lose a webhook at any moment, and see what is left.',
  question: 'Server A dies right after reserving a mug for Alice. How many mugs are taken?',
  implementation: 'plain HTTP handlers',
  fault: 'Server A crashes after reserveInventory commits',
  bet: {
    question: 'Alice wants one mug for €18. The shop has two. How many are taken in the end?',
    facts: '2 in stock, Alice wants one',
    answers: [
      { id: 'none', label: 'None', why: 'The crash undoes it.' },
      { id: 'one', label: 'One', why: 'The retry finds the first.' },
      { id: 'two', label: 'Two', why: 'The retry reserves again.' },
    ],
  },
  next: {
    implementation: 'durable',
    label: 'The same crash, durable',
    promise: 'The same crash, with the engine.',
  },
  answerOf,
}

/** By how many mugs the stock has gone down. */
function answerOf({ tables }: Run): OpeningAnswer {
  const inventory = tables['inventory'] ?? []
  const taken = inventory.reduce((sum, row) => sum + Number(row['initial_stock']) - Number(row['stock']), 0)
  const paid = (tables['stripe.charges'] ?? []).length
  const answer = ['none', 'one', 'two'][taken] ?? null
  return { id: answer, sentence: `${numberWord(taken)}. ${paidWords(taken, paid)}` }
}

function paidWords(taken: number, paid: number): string {
  if (taken === paid && taken === 1) return 'It was paid for.'
  return `${numberWord(paid)} ${paid < 2 ? 'was' : 'were'} paid for.`
}

function numberWord(count: number): string {
  return ['None', 'One', 'Two'][count] ?? String(count)
}
