/** The texts that a source file can print: its string literals, templates and JSX text, without imports and types. */
import { tsPlugin } from '@sveltejs/acorn-typescript'
import { Parser } from 'acorn'

export interface SourceText {
  /** From 1. */
  readonly line: number
  readonly text: string
}

/** Values of templates are left out: `${who} dies` gives ` dies`. */
export function stringsIn(source: string, isJsx: boolean): readonly SourceText[] {
  const tree: unknown = Parser.extend(tsPlugin({ jsx: isJsx })).parse(source, {
    ecmaVersion: 'latest',
    sourceType: 'module',
    locations: true,
  })
  const found: SourceText[] = []
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit)
    if (!isNode(value) || /^(Import|ExportAll|TSLiteralType|TSTypeAliasDeclaration)/.test(value.type)) return
    const text = textOf(value)
    if (text !== null) found.push({ line: value.loc.start.line, text: text.replaceAll(/\s+/g, ' ') })
    Object.values(value).forEach(visit)
  }
  visit(tree)
  return found
}

interface SourceNode {
  readonly type: string
  readonly loc: { readonly start: { readonly line: number } }
  readonly value?: unknown
}

function isNode(value: unknown): value is SourceNode {
  return typeof value === 'object' && value !== null && 'type' in value && 'loc' in value
}

function textOf({ type, value }: SourceNode): string | null {
  if (type === 'TemplateElement' && typeof value === 'object' && value !== null && 'cooked' in value)
    return typeof value.cooked === 'string' ? value.cooked : null
  return (type === 'Literal' || type === 'JSXText') && typeof value === 'string' ? value : null
}
