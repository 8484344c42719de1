import { useEffect, useState } from 'react'

const kept = 'kiosk-pass'

export const passNow = (): string | null => localStorage.getItem(kept)

/** The machine's pass comes once, behind the # of the address it was opened with, and stays on the machine. */
export function usePass(): string | null {
  const [pass, setPass] = useState(passNow)
  useEffect(() => {
    const given = /^#pass=(.+)$/.exec(location.hash)?.[1]
    if (!given) return
    localStorage.setItem(kept, given)
    history.replaceState(history.state, '', location.pathname)
    setPass(given)
  }, [])
  return pass
}
