/** Splits a line of TypeScript into what is set differently. Enough for reading; it understands no program. */

export type TokenKind = 'plain' | 'keyword' | 'string' | 'comment' | 'call'

export interface Token {
  readonly kind: TokenKind
  readonly text: string
}

const pattern = new RegExp(
  [
    /(?<comment>\/\/.*|\/\*.*?(?:\*\/|$)|^\s*\*.*)/,
    /(?<string>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`(?:[^`\\]|\\.)*`?)/,
    /(?<keyword>\b(?:import|from|export|const|let|async|await|function|return|if|else|for|of|in|while|switch|case|default|break|continue|try|catch|finally|throw|new|type|interface|readonly|extends|null|undefined|true|false|class|void)\b)/,
    /(?<call>\b[A-Za-z_$][\w$]*(?=\s*(?:<[\w\s,]*>)?\())/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'g',
)

/** Tokens in order; their texts together are the line. */
export function tokensOf(line: string): readonly Token[] {
  const tokens: Token[] = []
  let end = 0
  for (const match of line.matchAll(pattern)) {
    if (match.index > end) tokens.push({ kind: 'plain', text: line.slice(end, match.index) })
    tokens.push({ kind: kindOf(match.groups ?? {}), text: match[0] })
    end = match.index + match[0].length
  }
  if (end < line.length) tokens.push({ kind: 'plain', text: line.slice(end) })
  return tokens
}

function kindOf(groups: { readonly [name: string]: string | undefined }): TokenKind {
  if (groups['comment'] !== undefined) return 'comment'
  if (groups['string'] !== undefined) return 'string'
  return groups['keyword'] === undefined ? 'call' : 'keyword'
}
