import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Alert, Bones, Button, Desk, EmptyState, ErrorState, Grid, List, ListItem, Money, Pane, Section, Sheet, Tag, useFormat } from '#ui/index.ts'
import type { Column } from '#ui/index.ts'
import type { BoxCount } from '#journey/throughout/billing/contract.ts'
import type { KioskBoxes } from '../../contract.ts'
import { useBoxActs, useBoxes, useBoxRights } from './boxes-data.ts'
import { CountSheet } from './count-sheet.tsx'

type Machine = KioskBoxes['machines'][number]

/** The boxes of the machines: taken out, counted before anybody sees what should be in them, and what the last ones held. */
export function Component() {
  const { t } = useTranslation('kiosk')
  const { mayCount, institutionId } = useBoxRights()
  const read = useBoxes(institutionId)
  const [counting, setCounting] = useState<BoxCount>()
  const [taking, setTaking] = useState<string>()
  const open = read.data?.counts.filter(({ countedAt }) => countedAt === null) ?? []
  const done = read.data?.counts.filter(({ countedAt }) => countedAt !== null) ?? []
  return (
    <Desk title={t('boxes.title')} panes="1fr 420px" actions={<Button small href="/kiosks">{t('boxes.back')}</Button>}>
      <Pane label={t('boxes.machines')}>
        {read.isPending && <Bones cards={[2, 3]} />}
        {read.isError && <ErrorState problem={read.error} onRetry={() => void read.refetch()} />}
        {read.data && (
          <div className="stack">
            <Section title={t('boxes.to-count')}>
              {open.length === 0 ? <p className="muted">{t('boxes.none-to-count')}</p> : <List>{open.map((box) => <ToCount key={box.id} box={box} onCount={mayCount ? () => setCounting(box) : undefined} />)}</List>}
            </Section>
            {read.data.machines.length === 0 ? <EmptyState title={t('boxes.none')} /> : <Machines machines={read.data.machines} onTake={mayCount ? setTaking : undefined} />}
          </div>
        )}
      </Pane>
      <Pane label={t('boxes.recent')} head={<h2>{t('boxes.recent')}</h2>} paper>
        {done.length > 0 && <List>{done.map((box) => <Counted key={box.id} box={box} />)}</List>}
      </Pane>
      {taking !== undefined && <TakeOutSheet machine={taking} onClose={() => setTaking(undefined)} onTaken={(box) => { setTaking(undefined); setCounting(box) }} />}
      {counting && <CountSheet box={counting} onClose={() => setCounting(undefined)} />}
    </Desk>
  )
}

function Machines({ machines, onTake }: { machines: readonly Machine[]; onTake: ((machine: string) => void) | undefined }) {
  const { t } = useTranslation('kiosk')
  const columns: Column<Machine>[] = [
    { key: 'machine', title: t('boxes.machine'), rowHeader: true, cell: (one) => <>{one.machine}{one.place && <><br /><span className="caption muted">{one.place}</span></>}</> },
    { key: 'notes', title: t('boxes.notes'), numeric: true, cell: (one) => one.notes },
    { key: 'acts', title: t('boxes.acts'), cell: (one) => (one.isOut ? <Tag tone="warning" icon="clock">{t('boxes.out')}</Tag> : onTake ? <Button small onPress={() => onTake(one.machine)}>{t('boxes.take-out')}</Button> : '—') },
  ]
  return <Grid caption={t('boxes.machines')} columns={columns} rows={[...machines]} rowKey={(one) => one.machine} />
}

function ToCount({ box, onCount }: { box: BoxCount; onCount: (() => void) | undefined }) {
  const { t } = useTranslation('kiosk')
  const format = useFormat()
  return <ListItem icon="cash" title={box.machine} note={t('boxes.taken-by', { time: format.dayTime(box.takenOutAt), name: box.takenOutBy })} end={onCount && <Button small kind="primary" onPress={onCount}>{t('boxes.count')}</Button>} />
}

function Counted({ box }: { box: BoxCount }) {
  const { t } = useTranslation('kiosk')
  const format = useFormat()
  const difference = box.differenceCents ?? 0
  return (
    <ListItem
      icon={difference === 0 ? 'check' : 'alert'} title={<>{box.machine} <Money cents={box.countedCents ?? 0} /></>}
      note={<>{t('boxes.taken-by', { time: format.dayTime(box.takenOutAt), name: box.takenOutBy })} {t('boxes.counted-by', { name: box.countedBy })}{box.note && <><br />{box.note}</>}</>}
      end={difference === 0 ? <Tag tone="success">{t('boxes.right')}</Tag> : <Tag tone="warning">{t(difference < 0 ? 'boxes.short' : 'boxes.over')} <Money cents={Math.abs(difference)} /></Tag>}
    />
  )
}

function TakeOutSheet({ machine, onClose, onTaken }: { machine: string; onClose: () => void; onTaken: (box: BoxCount) => void }) {
  const { t } = useTranslation('kiosk')
  const { takeOut } = useBoxActs()
  return (
    <Sheet title={t('boxes.take-out-ask', { machine })} onClose={onClose}>
      <div className="stack">
        <p>{t('boxes.take-out-note')}</p>
        {takeOut.isError && <Alert tone="warning" title={takeOut.error.title} />}
        <Button kind="primary" busy={takeOut.isPending} onPress={() => takeOut.mutate(machine, { onSuccess: onTaken })}>{t('boxes.take-out-do')}</Button>
      </div>
    </Sheet>
  )
}
