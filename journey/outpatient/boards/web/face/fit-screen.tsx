import type { CSSProperties, ReactNode } from 'react'
import type { Fit } from './fit.ts'

/** Draws the board in its own pixels and brings it to the screen, without bars at the sides. */
export function FitScreen({ fit, theme = 'night', children }: { fit: Fit; theme?: 'night' | 'day'; children: ReactNode }) {
  return (
    <div className="boards-fit" data-shape={fit.shape} data-upright={fit.isUpright} data-theme={theme} style={{ width: fit.width, height: fit.height, transform: `scale(${fit.scale})`, '--columns': fit.columns, '--room': `${fit.room}px`, '--bright': `${fit.bright}px` } as CSSProperties}>{children}</div>
  )
}
