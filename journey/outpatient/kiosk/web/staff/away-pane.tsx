import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Bones, Button, List, ListItem, Pane, useFormat } from '#ui/index.ts'
import { type AwayRow, doneAnswers } from '../../contract.ts'
import { AwaySheet } from './away-sheet.tsx'
import { useAnswer } from './away-words.ts'
import { useFleetActs } from './fleet-data.ts'

/** What machines took while the server was away: first what a person has to look at, each in a sentence. */
export function AwayPane({ rows, isPending }: { rows: readonly AwayRow[] | undefined; isPending: boolean }) {
  const { t } = useTranslation('kiosk')
  const [settling, setSettling] = useState<string>()
  const row = rows?.find(({ id }) => id === settling)
  return (
    <Pane label={t('staff.away')} head={<h2>{t('staff.away')}</h2>} paper>
      {isPending && <Bones cards={[3]} />}
      {rows?.length === 0 && <p className="muted">{t('staff.no-away')}</p>}
      {rows && rows.length > 0 && <List>{rows.map((one) => <AwayLine key={one.id} row={one} onOpen={() => setSettling(one.id)} />)}</List>}
      {row && <AwaySheet row={row} onClose={() => setSettling(undefined)} />}
    </Pane>
  )
}

function AwayLine({ row, onOpen }: { row: AwayRow; onOpen: () => void }) {
  const { t } = useTranslation('kiosk')
  const format = useFormat()
  const say = useAnswer()
  const { reopen } = useFleetActs()
  const isOpen = !doneAnswers.includes(row.answer) && row.settledAt === null
  const paper = row.label === '' ? row.paper : `${row.paper} → ${row.label}`
  return (
    <ListItem
      icon={isOpen ? 'alert' : row.answer === 'received' ? 'clock' : 'check'} title={`${paper} ${row.nameMasked} ${format.time(row.takenAt)}`}
      note={<>{say(row)}{row.clockMoved && <><br />{t('answer.clock')}</>}{row.settledAt && <><br />{t('staff.settled', { name: row.settledBy, note: row.settledNote })}</>}<br /><span className="caption">{row.machine}</span></>}
      end={isOpen
        ? <Button small onPress={onOpen}>{t('staff.settle')}</Button>
        : row.settledAt === null ? undefined : <Button small icon="undo" busy={reopen.isPending} onPress={() => reopen.mutate(row.id)}>{t('staff.reopen')}</Button>}
    />
  )
}
