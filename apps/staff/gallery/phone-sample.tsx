import { useState } from 'react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import {
  Alert, Avatar, Bones, Button, Card, ConfirmDialog, Due, EmptyState, Explain, Figure, List, ListItem, Money, MoneySplit, Page, Pairs,
  Path, Section, SolidCard, Steps, SuccessState, Tag, Tile, Tiles, UndoBar, useFormat, WaitRange, BigLink, ErrorState, FamilySwitch,
} from '#ui/index.ts'
import { BookingSample } from './booking-sample.tsx'
import { FieldSample } from './field-sample.tsx'

const minute = 60_000

export function PhoneSample({ chooser }: { chooser: ReactNode }) {
  const { t } = useTranslation('gallery')
  const [person, setPerson] = useState('mother')
  const [asking, setAsking] = useState(false)
  const [undo, setUndo] = useState(false)
  const people = [{ id: 'mother', initial: t('mother-initial'), name: t('mother'), tone: 'warm' as const }, { id: 'me', initial: t('me-initial'), name: t('me') }, { id: 'child', initial: t('child-initial'), name: t('child'), tone: 'blue' as const, locked: true }]
  return (
    <Page title={t('title')} back="/" action={<Button kind="primary" block onPress={() => setAsking(true)}>{t('pay')} <Money cents={8440} /></Button>}>
      {chooser}
      <FamilySwitch label={t('whose')} people={people} selected={person} onSelect={setPerson} add={{ label: t('add'), onPress: () => setUndo(true) }} />
      <Hero />
      <Waiting />
      <BookingSample />
      <Bill />
      <FieldSample />
      <Section title={t('states')} aside={t('states-note')}>
        <Tags />
        <Alert tone="info" title={t('alert-title')}>{t('alert-body')}</Alert>
        <Alert tone="success" title={t('alert-title')}>{t('alert-body')}</Alert>
        <Alert tone="warning" title={t('alert-title')}>{t('alert-body')}</Alert>
        <Alert tone="danger" title={t('alert-title')} action={<Button kind="quiet">{t('act')}</Button>}>{t('alert-body')}</Alert>
        <Alert tone="now" title={t('alert-title')}>{t('alert-body')}</Alert>
        <EmptyState title={t('empty')} actions={<Button>{t('act')}</Button>}>{t('empty-body')}</EmptyState>
        <ErrorState title={t('failed')} code="7K2-QD9" onRetry={() => undefined}>{t('failed-body')}</ErrorState>
        <SuccessState title={t('worked')}>{t('worked-body')}</SuccessState>
        <Bones />
      </Section>
      {asking && <ConfirmDialog title={t('confirm')} confirm={t('confirm-do')} keep={t('confirm-keep')} onConfirm={() => setAsking(false)} onKeep={() => setAsking(false)}><p>{t('confirm-body')}</p></ConfirmDialog>}
      {undo && <UndoBar onUndo={() => setUndo(false)} onGone={() => setUndo(false)}>{t('undone')}</UndoBar>}
    </Page>
  )
}

function Hero() {
  const { t } = useTranslation('gallery')
  const steps = (['done', 'now', 'next', 'next', 'next'] as const).map((state, at) => ({ key: String(at), state, label: t(`visit.${at}`) }))
  return (
    <>
      <SolidCard
        title={t('doctor-line')} context={t('next-visit')} tag={<Tag tone="now">{t('today')}</Tag>} figure={<Figure value="9:40" />} beside={t('hero-beside')} place={t('place')}
        actions={<><Button kind="now" icon="route">{t('leave')}</Button><Button kind="ghost">{t('change')}</Button></>}
      >
        <Steps label={t('progress')} steps={steps} />
      </SolidCard>
      <Tiles label={t('services')}>
        <Tile href="/gallery" icon="calendar">{t('book')}</Tile><Tile href="/gallery" icon="chat">{t('which')}</Tile>
        <Tile href="/gallery" icon="flask">{t('reports')}</Tile><Tile href="/gallery" icon="wallet">{t('pay')}</Tile>
      </Tiles>
      <nav className="grid2" aria-label={t('services-large')}><BigLink href="/gallery" icon="calendar">{t('book')}</BigLink><BigLink href="/gallery" icon="pill">{t('medicine')}</BigLink></nav>
    </>
  )
}

function Waiting() {
  const { t } = useTranslation('gallery')
  const format = useFormat()
  const now = Date.parse('2026-03-17T09:32:00+08:00')
  const steps = (['done', 'now', 'skipped', 'next'] as const).map((state, at) => ({ key: String(at), state, label: t(`path.${at}`), note: t(`path-note.${at}`), end: t(`path-end.${at}`) }))
  return (
    <Section title={t('waiting')} aside={format.minuteRange(18, 30)}>
      <Card>
        <Figure size="l" value="3" unit={t('ahead')} />
        <WaitRange now={now} earliest={now + 18 * minute} latest={now + 30 * minute} />
        <WaitRange now={now} />
      </Card>
      <Card><Path label={t('progress')} steps={steps} /></Card>
    </Section>
  )
}

function Bill() {
  const { t } = useTranslation('gallery')
  return (
    <Section title={t('bill')}>
      <Due label={t('to-pay')} cents={8440} note={t('place')} />
      <Card>
        <MoneySplit parts={[{ key: 'pool', label: t('pool'), cents: 16800 }, { key: 'account', label: t('account'), cents: 3400 }, { key: 'own', label: t('own'), cents: 8440, own: true }]} />
        <Explain question={t('why')} lines={[{ label: t('total'), value: <Money cents={28640} bare /> }, { label: t('own'), value: <Money cents={8440} bare />, strong: true }]} />
      </Card>
      <List label={t('bill')}>
        <ListItem icon="flask" title={t('reports')} note={t('place')} end={<Money cents={12640} />} href="/gallery" />
        <ListItem start={<Avatar name={t('mother-initial')} tone="plum" />} title={t('mother')} end={<Tag tone="success" icon="check">{t('ready')}</Tag>} done />
        <ListItem icon="lock" title={t('child')} disabled />
      </List>
      <Card><Pairs pairs={[{ label: t('total'), value: <Money cents={28640} /> }, { label: t('own'), value: <strong><Money cents={8440} /></strong> }]} /></Card>
    </Section>
  )
}

function Tags() {
  const { t } = useTranslation('gallery')
  return (
    <div className="chips">
      <Tag tone="success" icon="check">{t('ready')}</Tag><Tag tone="warning" icon="clock">{t('late')}</Tag><Tag tone="danger" icon="alert">{t('allergy')}</Tag>
      <Tag tone="info" icon="info">{t('returned')}</Tag><Tag>{t('follow-up')}</Tag><Tag tone="brand">{t('priority')}</Tag><Tag tone="now" icon="bell">{t('calling')}</Tag>
    </div>
  )
}
