import { useEffect, useRef } from 'react'

/** Something opened because it was asked for: the keyboard goes to its first field. */
export function useFocusFirst<Place extends HTMLElement>() {
  const place = useRef<Place>(null)
  useEffect(() => {
    place.current?.querySelector<HTMLElement>('input, textarea, select, button[type="submit"]')?.focus()
  }, [])
  return place
}
