/** Where Stripe sends a customer who has paid: a file that no server of the shop answers for, or the return page. */
export const thanksUrl = 'https://shop.example/thanks'
export const returnPath = '/return'
export const returnUrl = `https://shop.example${returnPath}?session_id={CHECKOUT_SESSION_ID}`
