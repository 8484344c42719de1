import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { changeLanguage } from '#apps/shell/i18n.ts'
import { changeReader, useReader } from '#apps/shell/reader.ts'
import { useSession } from '#apps/shell/session.ts'
import { api } from '#client/index.ts'
import { Avatar, Button, Card, ConfirmDialog, List, ListItem, Page, Section, Segmented } from '#ui/index.ts'
import { meItems } from './me-items.ts'

/** 我的: who I am, whom I care for, how I read, the way out. */
export function Component() {
  const { t } = useTranslation('patient')
  const session = useSession()
  const person = session.data?.stage === 'full' ? session.data.person : null
  return (
    <Page title={t('tab.me')}>
      {person
        ? <List><ListItem start={<Avatar name={person.name.slice(0, 1)} tone="warm" />} title={person.name} note={person.phoneMasked} /></List>
        : <List><ListItem icon="user" title={t('me.sign-in')} note={t('me.sign-in-note')} href="/sign-in?next=/me" /></List>}
      {person && <Care />}
      <Reading />
      {person && <SignOut />}
    </Page>
  )
}

function Care() {
  const { t } = useTranslation(['patient', ...new Set(meItems.map((item) => item.label.split(':')[0] ?? 'patient'))])
  if (meItems.length === 0) return null
  return (
    <Section title={t('me.care')}>
      <List>{meItems.map((item) => <ListItem key={item.to} icon={item.icon} title={t(item.label)} note={item.note === undefined ? undefined : t(item.note)} href={item.to} />)}</List>
    </Section>
  )
}

function Reading() {
  const { t, i18n } = useTranslation(['patient', 'shell'])
  const reader = useReader()
  const label = t('shell:language.label')
  return (
    <Section title={t('me.reading')}>
      <List><ListItem icon="access" title={reader.elder ? t('me.normal') : t('me.elder')} note={t('me.elder-note')} onPress={() => changeReader({ elder: !reader.elder })} /></List>
      <Card>
        <div className="stack">
          <p className="label">{label}</p>
          <Segmented label={label} value={i18n.language} options={[{ value: 'zh-CN', label: '中文' }, { value: 'en', label: 'English' }]} onChange={(value) => void changeLanguage(i18n, value === 'en' ? 'en' : 'zh-CN')} />
        </div>
      </Card>
    </Section>
  )
}

function SignOut() {
  const { t } = useTranslation('patient')
  const client = useQueryClient()
  const [asking, setAsking] = useState(false)
  const leave = useMutation({
    mutationFn: () => api.delete('/api/access/session'),
    // A phone is handed on: nothing of the last person stays in memory.
    onSuccess: () => { client.clear(); location.assign('/') },
  })
  return (
    <>
      <Button block onPress={() => setAsking(true)}>{t('me.sign-out')}</Button>
      {asking && <ConfirmDialog title={t('me.sign-out-title')} confirm={t('me.sign-out')} keep={t('me.sign-out-keep')} busy={leave.isPending} onConfirm={() => leave.mutate()} onKeep={() => setAsking(false)}><p>{t('me.sign-out-body')}</p></ConfirmDialog>}
    </>
  )
}
