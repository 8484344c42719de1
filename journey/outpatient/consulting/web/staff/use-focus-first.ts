import { useEffect, useRef } from 'react'

/** Something opened because it was asked for: the keyboard goes to its first field. */
export function useFocusFirst<Place extends HTMLElement>() {
  const place = useRef<Place>(null)
  useEffect(() => {
    const first = place.current?.querySelector<HTMLElement>('input, textarea, select, button[type="submit"]')
    first?.focus()
    // What stands there is a suggestion: typing replaces it.
    if (first instanceof HTMLInputElement) first.select()
  }, [])
  return place
}
