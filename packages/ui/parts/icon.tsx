import { iconPaths } from './icon-paths.ts'
import type { IconName } from './icon-paths.ts'

export type { IconName }

/** An icon is always beside a word; alone it needs `label`. */
export function Icon({ name, size, label }: { name: IconName; size?: number | undefined; label?: string | undefined }) {
  return (
    <svg
      className="ic" viewBox="0 0 24 24" focusable="false" style={size ? ({ '--ic': `${size}px` } as React.CSSProperties) : undefined}
      {...(label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': true })}
    >
      <path d={iconPaths[name]} />
    </svg>
  )
}

const petal = 'M16 15.2C13.2 12.9 10.9 10.2 10.9 7.2A3 3 0 0 1 16 5.2a3 3 0 0 1 5.1 2c0 3-2.3 5.7-5.1 8z'

/** The mark: six hearts, one flower. */
export function Mark({ size = 30, label }: { size?: number | undefined; label?: string | undefined }) {
  return (
    <svg className="mark" viewBox="0 0 32 32" width={size} height={size} fill="currentColor" focusable="false" {...(label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': true })}>
      {[0, 60, 120, 180, 240, 300].map((turn) => (
        <path key={turn} d={petal} transform={`rotate(${turn} 16 16) translate(16 16) scale(1.03) translate(-16 -18.6)`} />
      ))}
    </svg>
  )
}
