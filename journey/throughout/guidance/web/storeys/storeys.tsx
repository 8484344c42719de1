import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '#ui/index.ts'
import type { PlanDocument, Point } from '../../contract.ts'
import { useName } from '../map/names.ts'
import type { Label } from './labels.ts'
import { drawStoreys, type Storeys3d } from './scene.ts'
import './storeys.css'

interface StoreysProps {
  readonly plan: PlanDocument
  readonly level: string
  readonly label: string
  readonly legs: readonly { readonly level: string; readonly points: readonly Point[] }[]
  readonly from: string | undefined
  readonly to: string | undefined
  readonly closed: ReadonlySet<string>
  readonly here: Point | undefined
}

/** The building's floors above each other with the way through them. Turn it, tilt it, come nearer: by touch or by the buttons. */
export function Storeys({ plan, level, label, legs, from, to, closed, here }: StoreysProps) {
  const { t } = useTranslation('guidance')
  const name = useName()
  const canvas = useRef<HTMLCanvasElement>(null)
  const scene = useRef<Storeys3d>(undefined)
  const [labels, setLabels] = useState<readonly Label[]>([])
  useEffect(() => {
    const on = canvas.current
    if (!on) return undefined
    const drawn = drawStoreys(on, plan, setLabels)
    scene.current = drawn
    drawn.resize()
    const watcher = new ResizeObserver(() => drawn.resize())
    watcher.observe(on)
    return () => {
      watcher.disconnect()
      drawn.dispose()
      scene.current = undefined
    }
  }, [plan])
  useEffect(() => { scene.current?.show({ level, legs, from, to, closed, here }) }, [plan, level, legs, from, to, closed, here])
  return (
    <div className="guide-storeys">
      <canvas ref={canvas} role="img" aria-label={label} />
      {labels.map(({ unit, isEnd, isClosed, x, y }) => <span key={unit.id} className="guide-label" data-end={isEnd ? (unit.id === to ? 'goal' : 'start') : undefined} data-closed={isClosed || undefined} aria-hidden="true" style={{ transform: `translate(${x}px, ${y}px) translate(-50%, -50%)` }}>{isClosed ? t('map.closed', { name: name(unit) }) : name(unit)}</span>)}
      <div className="guide-map__acts">
        <IconButton icon="plus" label={t('map.closer')} onPress={() => scene.current?.zoom(0.75)} />
        <IconButton icon="minus" label={t('map.further')} onPress={() => scene.current?.zoom(1.35)} />
        <IconButton icon="refresh" label={t('map.turn')} onPress={() => scene.current?.turn(Math.PI / 6)} />
        <IconButton icon="down2" label={t('map.tilt-down')} onPress={() => scene.current?.tilt(0.25)} />
        <IconButton icon="share" label={t('map.tilt-up')} onPress={() => scene.current?.tilt(-0.25)} />
      </div>
    </div>
  )
}
