/** Turns of the microtask queue: the only clock that exists between two answers of the outside. */

/** Lets the function get on from what was just settled, through as many layers of async functions as it has. */
export async function letItGetOn(): Promise<void> {
  for (let turn = 0; turn < 64; turn += 1) await Promise.resolve()
}
