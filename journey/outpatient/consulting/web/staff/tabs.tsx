import { useId } from 'react'
import type { KeyboardEvent, ReactNode } from 'react'

export interface TabView {
  readonly key: string
  readonly label: ReactNode
}

/** Views of one record, one at a time; arrow keys move between them. The panel's id is `<id>-panel`. */
export function Tabs(props: { label: string; views: readonly TabView[]; selected: string; onSelect: (key: string) => void; id: string }) {
  const { views, selected, onSelect, id } = props
  const name = useId()
  const move = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (step === undefined) return
    const next = views[(views.findIndex(({ key }) => key === selected) + step + views.length) % views.length]
    if (!next) return
    event.preventDefault()
    onSelect(next.key)
    document.getElementById(`${name}-${next.key}`)?.focus()
  }
  return (
    <div className="tabs" role="tablist" tabIndex={-1} aria-label={props.label} onKeyDown={move}>
      {views.map((view) => (
        <button
          key={view.key} id={`${name}-${view.key}`} type="button" role="tab" aria-selected={view.key === selected} aria-controls={`${id}-panel`}
          tabIndex={view.key === selected ? 0 : -1} onClick={() => onSelect(view.key)}
        >
          {view.label}
        </button>
      ))}
    </div>
  )
}
