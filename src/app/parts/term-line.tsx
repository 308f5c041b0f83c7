import type { Term } from '../model/glossary.ts'

/** A term's sentence, with the term in bold. */
export function TermLine({ term }: { readonly term: Term }) {
  const { name, sentence } = term
  const at = sentence.toLowerCase().indexOf(name)
  return (
    <>
      {sentence.slice(0, at)}
      <strong>{sentence.slice(at, at + name.length)}</strong>
      {sentence.slice(at + name.length)}
    </>
  )
}
