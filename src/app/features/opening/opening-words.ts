import type { Opening, BetAnswer } from '#simulator/scenario.ts'

/** What is read aloud when the opening begins: what happens, what is asked, and how to answer. */
export function askedWords({ question, bet }: Opening): string {
  const answers = bet.answers.map(({ label, why }, at) => `${at + 1}: ${label}. ${why}`).join(' ')
  return `${question} ${bet.question} ${answers} Press a number to bet, Space to play, Escape to skip.`
}

/** `You bet one.`, and whether that was right. */
export function betWords(bet: BetAnswer | null, right: string | null): string {
  if (bet === null) return 'You made no bet.'
  const label = bet.label.charAt(0).toLowerCase() + bet.label.slice(1)
  return bet.id === right ? `You bet ${label}, and you are right.` : `You bet ${label}.`
}

/** `four`; `14`. */
export function countWord(count: number): string {
  return ['no', 'one', 'two', 'three', 'four', 'five', 'six'][count] ?? String(count)
}
