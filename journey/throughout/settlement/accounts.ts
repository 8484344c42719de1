/** Enough of an account's number to tell it from another, and too little to pay with. */
export function masked(accountNo: string): string {
  return `•••• ${accountNo.slice(-4)}`
}
