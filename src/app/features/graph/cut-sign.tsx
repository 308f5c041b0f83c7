import type { Cut } from './strikes.ts'

/** A cross for what dies or is refused, a flake, an envelope, a question mark for what nobody heard. */
export function CutSign({ sign }: { readonly sign: Cut['sign'] }) {
  return (
    <svg viewBox="0 0 22 22" aria-hidden="true">
      <rect x="1" y="1" width="20" height="20" rx="4" />
      <path d={paths[sign]} />
    </svg>
  )
}

const paths: { readonly [sign in Cut['sign']]: string } = {
  death: 'M7 7l8 8m0-8l-8 8',
  other: 'M7 7l8 8m0-8l-8 8',
  freeze: 'M11 5v12M5.8 8l10.4 6M16.2 8l-10.4 6',
  message: 'M5.5 7.5h11v8h-11zM5.5 8l5.5 4.5 5.5-4.5',
  unheard: 'M8.4 8.8a2.6 2.6 0 1 1 3.7 2.4c-.8.4-1.1.9-1.1 1.8M11 15.9v.6',
}
