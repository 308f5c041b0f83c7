/** Whether tests are to try all that they sample otherwise: `npm test -- --whole`. */
export const isWhole = process.env['CRASHCART_WHOLE'] === '1'
