/** The strip's measures in pixels: in the stage, and below a lane of a comparison. */

/** How tall the parts of a strip are. */
export interface StripForm {
  /** Height of the axis above the first row. */
  readonly top: number
  readonly row: number
  /** Height of a step's box. */
  readonly box: number
  /** The middle of a row, from the strip's upper edge. */
  readonly y: (row: number) => number
  /** The lower edge of the last of so many rows. */
  readonly bottom: (rows: number) => number
}

/** A strip in the stage is 100 px high whatever it shows, so that nothing below it moves. */
export const compactHeight = 100
const compactTop = 22

/** Rows of 14 px, or as high as all of them have room for. */
export function compactForm(rows: number): StripForm {
  return formOf(compactTop, Math.min(14, Math.floor((compactHeight - compactTop - 2) / Math.max(1, rows))), 2)
}

/** Room of an unfolded lane for its rows, in pixels: six of 22. */
const roomyRows = 132

/** Rows of 22 px, or as high as all of them have room for. */
export function roomyForm(rows: number): StripForm {
  return formOf(24, Math.min(22, Math.floor(roomyRows / Math.max(1, rows))), 8)
}

function formOf(top: number, row: number, gap: number): StripForm {
  return {
    top,
    row,
    box: row - gap,
    y: (at) => top + at * row + row / 2,
    bottom: (rows) => top + rows * row,
  }
}
