import type { ReactNode } from 'react'
import { formatMoney } from './format.ts'

/** Integer cents as money; a screen reader hears the same figure. */
export function Money({ cents, whole, bare }: { cents: number; whole?: boolean | undefined; bare?: boolean | undefined }) {
  return <span className="nowrap">{formatMoney(cents, { whole, bare })}</span>
}

const colours = ['#0f665c', '#82c0b1', '#ffb866', '#a9b1ad']

/** Who pays what: one bar, every part named with its sum. Give the reader's own part `own`. */
export function MoneySplit({ parts, estimate }: { parts: { key: string; label: ReactNode; cents: number; own?: boolean | undefined }[]; estimate?: boolean | undefined }) {
  let other = 0
  const drawn = parts.map((part) => ({ ...part, colour: part.own ? colours[2] : colours[[0, 1, 3][other++ % 3] ?? 0] }))
  return (
    <div>
      <div className={estimate ? 'split split--estimate' : 'split'} aria-hidden="true">
        {drawn.filter((part) => part.cents > 0).map((part) => <span key={part.key} style={{ flex: part.cents, '--b': part.colour } as React.CSSProperties} />)}
      </div>
      <dl className="sum">
        {drawn.map((part) => (
          <div key={part.key} data-strong={part.own || undefined}>
            <dt><span className="dot" style={{ '--dot': part.colour } as React.CSSProperties} />{part.label}</dt><dd><Money cents={part.cents} /></dd>
          </div>
        ))}
      </dl>
    </div>
  )
}
