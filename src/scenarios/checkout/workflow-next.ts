// @program
/** The version of the checkout that a deploy brings in mid-workflow: it looks at the cart before anything else. */
import { workflow } from '#engine'
import type { Checkout } from './workflow.ts'
import type { Cart } from './shop.ts'

/** @param name the same as before, and what is under way meets a step that it never recorded; another, and it does not */
export function nextCheckoutWorkflow(before: Checkout, name: string): Checkout {
  return workflow(name, async (ctx, cart: Cart) => {
    await ctx.step('screenCart', () => cart.quantity > 0)
    return before.run(ctx, cart)
  })
}
