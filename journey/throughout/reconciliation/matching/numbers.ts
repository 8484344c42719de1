/** Our id in the number a channel knows it by: the same without hyphens. '' where it is none of ours. */
export function numberOf(ourNumber: string): string {
  const parts = /^([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})$/.exec(ourNumber.toLowerCase())
  return parts ? parts.slice(1).join('-') : ''
}

/** A number as it is compared: upper and lower case, hyphens or none, are one. */
export const sameNumber = (number: string): string => number.toLowerCase().replaceAll('-', '')
