import type { Dialogue } from '../../state/catalogue.ts'

/** A lane's verdict in words. One question is asked of all lanes, so each says what it did rather than yes or no. */
export function verdictOf({ answer, tone }: Dialogue): string {
  const claim = answer.replace(/^(Yes|No)(\. |: )/, '')
  switch (tone) {
    case 'holds':
      return `Holds. ${claim}`
    case 'stuck':
      return `Stuck. ${claim}`
    case 'not-judged':
      return answer
    case 'violated':
      return claim.replace(/\.$/, '')
  }
}
