import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Alert, Bones, Button, List, ListItem, Pane, Sheet, TextField, useFormat } from '#ui/index.ts'
import type { AwayRow } from '../../contract.ts'
import { useFleetActs } from './fleet-data.ts'

/** What machines took while the server was away: first what a person has to look at, each in a sentence. */
export function AwayPane({ rows, isPending }: { rows: readonly AwayRow[] | undefined; isPending: boolean }) {
  const { t } = useTranslation('kiosk')
  const format = useFormat()
  const say = useAnswer()
  const [settling, setSettling] = useState<AwayRow>()
  return (
    <Pane label={t('staff.away')} head={<h2>{t('staff.away')}</h2>} paper>
      {isPending && <Bones cards={[3]} />}
      {rows?.length === 0 && <p className="muted">{t('staff.no-away')}</p>}
      {rows && rows.length > 0 && (
        <List>
          {rows.map((row) => {
            const isOpen = row.answer !== 'merged' && row.answer !== 'already' && row.settledAt === null
            return (
              <ListItem
                key={row.id} icon={isOpen ? 'alert' : 'check'} title={`${row.paper} ${row.nameMasked} ${format.time(row.takenAt)}`}
                note={<>{say(row)}{row.clockMoved && <><br />{t('answer.clock')}</>}{row.settledAt && <><br />{t('staff.settled', { name: row.settledBy, note: row.settledNote })}</>}<br /><span className="caption">{row.machine}</span></>}
                end={isOpen ? <Button small onPress={() => setSettling(row)}>{t('staff.settle')}</Button> : undefined}
              />
            )
          })}
        </List>
      )}
      {settling && <SettleSheet row={settling} onClose={() => setSettling(undefined)} />}
    </Pane>
  )
}

function useAnswer(): (row: AwayRow) => string {
  const { t } = useTranslation('kiosk')
  const format = useFormat()
  return ({ answer, label, detail }) => t(`answer.${answer}`, { label, from: detail['from'] ?? '', time: detail['at'] ? format.time(detail['at']) : '', by: detail['by'] ? t(`by.${detail['by']}`) : '' })
}

function SettleSheet({ row, onClose }: { row: AwayRow; onClose: () => void }) {
  const { t } = useTranslation('kiosk')
  const { settle } = useFleetActs()
  const [note, setNote] = useState('')
  const say = useAnswer()
  return (
    <Sheet title={t('staff.settle-title', { paper: row.paper })} onClose={onClose}>
      <div className="stack">
        <p>{say(row)}</p>
        <TextField label={t('staff.settle-note')} value={note} onChange={setNote} maxLength={200} />
        {settle.isError && <Alert tone="warning">{settle.error.title}</Alert>}
        <Button kind="primary" busy={settle.isPending} disabled={note.trim() === ''} onPress={() => settle.mutate({ id: row.id, note: note.trim() }, { onSuccess: onClose })}>{t('staff.settle-do')}</Button>
      </div>
    </Sheet>
  )
}
