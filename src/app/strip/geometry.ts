/** The strip's measures in pixels, as TOKENS.md has them. */
export const geometry = {
  /** Height of the axis above the first row. */
  top: 24,
  row: 22,
  box: 14,
  /** Room below the last row for the labels of breaks. */
  foot: 18,
  /** The middle of a row. */
  y: (row: number): number => 24 + row * 22 + 11,
} as const
