import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#client/index.ts'
import { Button } from '#ui/index.ts'
import type { FindingDetail, Revealed } from '../../contract.ts'

type Node = FindingDetail['nodes'][number]

const COLUMNS = ['device', 'account', 'person'] as const
const WIDTH = 720
const ROW = 34
const TOP = 34
const X = { device: 90, account: 340, person: 590 } as const
/** More would be a ball of wool; the table below has them all. */
const MOST = 24

/** Devices, accounts and people in three columns; the thicker a line, the more bookings. */
export function Graph({ finding }: { finding: FindingDetail }) {
  const { t } = useTranslation('fairness')
  const [chosen, setChosen] = useState<Node>()
  const columns = COLUMNS.map((kind) => ({ kind, nodes: finding.nodes.filter((node) => node.kind === kind).slice(0, MOST) }))
  const rows = Math.max(...columns.map(({ nodes }) => nodes.length))
  const height = TOP + rows * ROW + 10
  const place = new Map<string, { x: number; y: number }>()
  for (const { kind, nodes } of columns) nodes.forEach((node, n) => {
    const gap = (rows * ROW) / nodes.length
    place.set(node.subject, { x: X[kind], y: TOP + gap * (n + 0.5) })
  })
  const count = (kind: string) => finding.nodes.filter((node) => node.kind === kind).length
  const alt = t('finding.graph-alt', { devices: count('device'), accounts: count('account'), persons: count('person'), bookings: finding.bookings })
  return (
    <figure className="fairness-graph">
      <svg viewBox={`0 0 ${WIDTH} ${height}`} role="img" aria-label={alt}>
        {COLUMNS.map((kind) => <text key={kind} x={X[kind]} y={16} textAnchor="middle" className="fairness-graph__head">{t(`finding.kind.${kind}`)}</text>)}
        {finding.edges.map((edge) => <Edge key={`${edge.from} ${edge.to} ${edge.kind}`} edge={edge} from={place.get(edge.from)} to={place.get(edge.to)} />)}
        {columns.flatMap(({ nodes }) => nodes).map((node) => <Dot key={node.subject} node={node} at={place.get(node.subject)!} />)}
      </svg>
      <figcaption className="small muted fairness-caption"><span>{alt}</span>{finding.edges.some((edge) => edge.kind === 'passes') && <span>{t('finding.graph-passes')}</span>}</figcaption>
      <div className="row row--wrap">
        {columns.filter(({ kind }) => kind === 'person').flatMap(({ nodes }) => nodes).map((node) => <Button key={node.subject} small kind={chosen?.subject === node.subject ? 'soft' : 'quiet'} aria-label={`${t('finding.reveal')} ${node.label}`} onPress={() => setChosen(node)}>{node.label}</Button>)}
      </div>
      <p className="caption muted">{t('finding.reveal-note')}</p>
      {chosen && <Name findingId={finding.id} personId={chosen.subject} />}
    </figure>
  )
}

function Edge({ edge, from, to }: { edge: FindingDetail['edges'][number]; from: { x: number; y: number } | undefined; to: { x: number; y: number } | undefined }) {
  if (!from || !to) return null
  // People stand in one column: a pass between two of them bends out to the right.
  const bend = from.x === to.x ? `Q ${from.x + 110} ${(from.y + to.y) / 2} ${to.x} ${to.y}` : `L ${to.x} ${to.y}`
  return <path d={`M ${from.x} ${from.y} ${bend}`} fill="none" className="fairness-graph__edge" data-kind={edge.kind} strokeWidth={Math.min(6, 1 + edge.weight * 0.7)} />
}

function Dot({ node, at }: { node: Node; at: { x: number; y: number } }) {
  return (
    <g className="fairness-graph__node" data-kind={node.kind} data-carries={node.carries || undefined}>
      <rect x={at.x - 46} y={at.y - 12} width={92} height={24} rx={12} />
      <text x={at.x} y={at.y + 5} textAnchor="middle">{node.label} · {node.bookings}</text>
    </g>
  )
}

function Name({ findingId, personId }: { findingId: string; personId: string }) {
  const { t } = useTranslation('fairness')
  const read = useQuery({ queryKey: ['fairness', 'person', findingId, personId], queryFn: () => api.get<Revealed>(`/api/fairness/findings/${findingId}/persons/${personId}`), staleTime: Infinity })
  if (read.isError) return <p role="alert">{read.error.title}</p>
  return <p role="status">{read.data ? t('finding.revealed', { ...read.data, phone: read.data.phoneMasked }) : '…'}</p>
}
