/** The forms of the page for phones and small windows: one file, which large windows do not need. */
export { PhoneBet } from '../features/opening/phone-bet.tsx'
export { Compact } from './compact.tsx'
export { Phone } from './phone.tsx'
