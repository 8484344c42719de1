import { useTranslation } from 'react-i18next'
import { Anchor, Button, Pairs, Pane, useFormat } from '#ui/index.ts'
import type { ZoneNow } from '../../contract.ts'
import { FindAtDesk } from './find-at-desk.tsx'

/** Beside the line: whoever steps up to the desk, how the zone is doing, its board and its machines. */
export function DeskSide({ zone, zoneId }: { zone: ZoneNow | undefined; zoneId: string }) {
  const { t } = useTranslation('arrival')
  return (
    <Pane label={t('desk.title')} paper>
      <FindAtDesk zone={zone} zoneId={zoneId} />
      {zone && <Figures zone={zone} />}
      {zone && <Screens zone={zone} />}
    </Pane>
  )
}

function Figures({ zone }: { zone: ZoneNow }) {
  const { t } = useTranslation('arrival')
  const format = useFormat()
  const entries = zone.queues.flatMap((queue) => queue.entries)
  const waiting = entries.filter(({ ticket }) => ticket.status === 'waiting')
  const waits = waiting.map(({ ticket }) => (Date.parse(zone.asOf) - Date.parse(ticket.joinedAt)) / 60_000)
  const mean = waits.length === 0 ? null : waits.reduce((sum, one) => sum + one, 0) / waits.length
  return (
    <section>
      <h2 className="arrival-side">{t('desk.now')}</h2>
      <Pairs
        pairs={[
          { label: t('desk.waiting'), value: waiting.length },
          { label: t('desk.mean'), value: mean === null ? '—' : format.minutes(mean) },
          { label: t('desk.expected'), value: zone.expected.length },
          { label: t('desk.seen'), value: entries.filter(({ ticket }) => ticket.status === 'done').length },
        ]}
      />
    </section>
  )
}

function Screens({ zone }: { zone: ZoneNow }) {
  const { t } = useTranslation('arrival')
  return (
    <section className="stack">
      <h2 className="arrival-side">{t('desk.screens')}</h2>
      {/* The board is another app: a plain link, in a window that can be dragged to the wall's screen. */}
      <p className="small"><Anchor href={zone.boardPath} target="_blank" rel="noreferrer">{t('desk.board')}</Anchor><br /><span className="muted">{location.origin}{zone.boardPath}</span></p>
      <Button small href="/kiosks">{t('desk.kiosk')}</Button>
    </section>
  )
}
