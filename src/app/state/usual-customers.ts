/** A customer who pays, one who does not, and one who does not try again: what they do is most of what can be done. */
export const usualCustomers = ['pays', 'leaves', 'gives-up'] as const
