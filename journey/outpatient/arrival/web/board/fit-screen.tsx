import { useEffect, useState } from 'react'
import type { ReactNode } from 'react'

const DESIGN = { width: 1920, height: 1080 }

/** Draws the board for 1920 by 1080 and brings it to whatever screen it hangs on, without bars at the sides. */
export function FitScreen({ children }: { children: ReactNode }) {
  const [screen, setScreen] = useState(() => ({ width: innerWidth, height: innerHeight }))
  useEffect(() => {
    const measure = () => setScreen({ width: innerWidth, height: innerHeight })
    addEventListener('resize', measure)
    return () => removeEventListener('resize', measure)
  }, [])
  const scale = Math.min(screen.width / DESIGN.width, screen.height / DESIGN.height)
  const size = { width: screen.width / scale, height: screen.height / scale }
  return <div className="arrival-fit" style={{ ...size, transform: `scale(${scale})` }}>{children}</div>
}
