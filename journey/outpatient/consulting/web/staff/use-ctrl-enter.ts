import { useEffect, useEffectEvent } from 'react'

/** Ctrl+Enter, or Command+Enter, ends what is being written, the way a message is sent. Not while a dialog is open. */
export function useCtrlEnter(act: () => void): void {
  const pressed = useEffectEvent((event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || document.querySelector('dialog[open]')) return
    event.preventDefault()
    act()
  })
  useEffect(() => {
    const listen = (event: KeyboardEvent) => pressed(event)
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  }, [])
}
