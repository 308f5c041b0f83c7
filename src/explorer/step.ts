/** Which step an operation belongs to. */

/**
 * `reserveInventory` for `begin:reserveInventory`, `reserveInventory.takeStock` and `checkpoint:reserveInventory`. A
 * message, a call to Stripe and what the engine does of its own are steps by themselves.
 */
export function stepOf(label: string): string {
  if (/^(stripe\.|webhook:|request:|response:)/.test(label)) return label
  return label.replace(/^(begin|commit|rollback|checkpoint|lookup):/, '').replace(/\..*$/, '')
}
