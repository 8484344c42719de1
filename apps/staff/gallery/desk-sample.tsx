import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Alert, Button, Buttons, Counts, Desk, Figure, Grid, Kbd, List, ListItem, Money, OrderRow, Pane, Path, QueueRow, Section, Tag } from '#ui/index.ts'
import { FieldSample } from './field-sample.tsx'

type Row = { number: string; name: string; slot: string; why: ReactNode; range: string; state?: 'calling' | 'late' }

export function DeskSample({ chooser }: { chooser: ReactNode }) {
  const { t } = useTranslation('gallery')
  const names = [t('mother'), t('doctor'), t('doctor-2'), t('doctor-3')]
  const foot = <><span className="grow small muted">{t('saved')}</span><Button>{t('first-tests')}</Button><Button kind="soft">{t('sign')} <Kbd>F8</Kbd></Button></>
  return (
    <Desk title={t('title')} context={t('place')} panes="272px 1fr 340px" actions={<Button small icon="pause">{t('pause')}</Button>}>
      <Pane label={t('waiting')} flush head={<><Button kind="primary" block icon="sound" className="btn--tall">{t('call-next')} <Kbd>F2</Kbd></Button><Counts counts={[{ label: t('waiting'), value: 7 }, { label: t('seen'), value: 11 }, { label: t('each'), value: 8.4 }]} /></>}>
        <ul className="list">
          {names.map((name, at) => (
            <QueueRow key={name} number={`A01${8 + at}`} name={name} about={t('about')} note={t('slot-note')} end={at === 0 ? <Tag tone="now">{t('calling')}</Tag> : t('waited')} selected={at === 0} state={at === 3 ? 'late' : undefined} onPress={() => undefined} />
          ))}
        </ul>
      </Pane>
      <Pane label={t('title')} foot={foot}>
        {chooser}
        <QueueTable names={names} />
        <FieldSample />
      </Pane>
      <Side />
    </Desk>
  )
}

function QueueTable({ names }: { names: string[] }) {
  const { t } = useTranslation('gallery')
  const rows: Row[] = names.map((name, at) => ({
    number: `A01${8 + at}`, name, slot: '9:50–10:00', range: '10:06–10:10', why: at === 1 ? <><Tag tone="info">{t('returned')}</Tag> {t('why-here')}</> : t('why-here'),
    ...(at === 0 ? { state: 'calling' as const } : at === 3 ? { state: 'late' as const } : {}),
  }))
  return (
    <Grid
      caption={t('queue')} rows={rows} rowKey={(row) => row.number} rowState={(row) => row.state}
      columns={[
        { key: 'number', title: t('number'), cell: (row) => <b>{row.number}</b>, rowHeader: true },
        { key: 'name', title: t('name'), cell: (row) => <b>{row.name}</b> },
        { key: 'slot', title: t('period'), cell: (row) => row.slot },
        { key: 'why', title: t('why-here-title'), cell: (row) => row.why },
        { key: 'range', title: t('expected'), cell: (row) => row.range },
        { key: 'fee', title: t('fee'), numeric: true, cell: () => <Money cents={5000} /> },
        { key: 'act', title: t('act'), cell: (row) => <Button small aria-label={`${t('call')} ${row.number}`}>{t('call')}</Button> },
      ]}
    />
  )
}

function Side() {
  const { t } = useTranslation('gallery')
  const steps = (['now', 'next', 'next'] as const).map((state, at) => ({ key: String(at), state, label: t(`path.${at}`), end: t(`path-end.${at}`) }))
  return (
    <Pane label={t('orders')} paper>
      <Figure value={<Money cents={8400} />} unit={t('own')} />
      <ul className="list"><OrderRow icon="pill" title={t('medicine')} note={t('dose')} end={<Money cents={4200} />} /><OrderRow icon="flask" title={t('reports')} note={t('place')} end={<Money cents={12640} />} /></ul>
      <Alert tone="now" icon="swap" title={t('alert-title')} action={<Buttons><Button small>{t('act')}</Button><Button small kind="quiet">{t('change')}</Button></Buttons>}>{t('alert-body')}</Alert>
      <Alert tone="danger" title={t('allergy')}>{t('alert-body')}</Alert>
      <Section title={t('progress')}><Path steps={steps} /></Section>
      <List><ListItem icon="user" title={t('mother')} note={t('about')} selected href="/gallery" /></List>
    </Pane>
  )
}
