import { useMutation } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, useLive } from '#client/index.ts'
import { Alert, Button, Card, formatTime, List, ListItem, Page } from '#ui/index.ts'
import type { HelpAsked } from '../../contract.ts'
import { closeHelp, rememberHelp, useHelpHere } from './remembered.ts'
import './assistance.css'

/** Asking somebody to help on the same page: what that means, then six figures to read out. */
export function Component() {
  const { t } = useTranslation('assistance')
  const here = useHelpHere()
  const [asked, setAsked] = useState<HelpAsked>()
  useEffect(() => {
    const from = new URLSearchParams(location.search).get('from')
    // Where to go back to, in this app only.
    try { if (from && /^\/(?!\/)/.test(from)) sessionStorage.setItem('assistance.from', from) } catch { /* then it is the first page */ }
  }, [])
  const ask = useMutation({
    mutationFn: () => api.post<HelpAsked>('/api/assistance/sessions', { idempotencyKey: crypto.randomUUID() }),
    onSuccess: (next) => { setAsked(next); rememberHelp(next.id) },
  })
  const stop = useMutation({ mutationFn: () => api.post(`/api/assistance/sessions/${asked?.id}/end`), onSettled: () => { closeHelp(); setAsked(undefined) } })
  const isOpen = asked !== undefined && here === asked.id
  return (
    <Page title={t('ask.title')} back="/" action={isOpen ? <Button block busy={stop.isPending} onPress={() => stop.mutate()}>{t('ask.stop')}</Button> : <Button kind="primary" block busy={ask.isPending} onPress={() => ask.mutate()}>{t('ask.get')}</Button>}>
      {ask.isError && <Alert tone="danger" title={ask.error.title} />}
      {isOpen ? <Code asked={asked} onAgain={() => ask.mutate()} /> : <What />}
    </Page>
  )
}

function What() {
  const { t } = useTranslation('assistance')
  return (
    <>
      <p className="lead">{t('ask.lead')}</p>
      <List>
        <ListItem icon="lock" title={t('ask.first')} />
        <ListItem icon="hand" title={t('ask.second')} />
        <ListItem icon="x" title={t('ask.third')} />
      </List>
      <List><ListItem icon="users" title={t('past.door')} note={t('past.door-note')} href="/assist/past" /></List>
    </>
  )
}

function Code({ asked, onAgain }: { asked: HelpAsked; onAgain: () => void }) {
  const { t, i18n } = useTranslation('assistance')
  useLive([`assistance:${asked.id}`], () => undefined)
  const say = () => {
    const words = new SpeechSynthesisUtterance([...asked.code].join(i18n.language === 'en' ? ', ' : '，'))
    words.lang = i18n.language === 'en' ? 'en-GB' : 'zh-CN'
    words.rate = 0.7
    speechSynthesis.speak(words)
  }
  return (
    <>
      <Card>
        <p>{t('ask.tell')}</p>
        <p className="assistance-code" role="status">{asked.code.slice(0, 3)} {asked.code.slice(3)}</p>
        <p className="small muted">{t('ask.until', { time: formatTime(asked.codeUntil) })}</p>
      </Card>
      {typeof speechSynthesis !== 'undefined' && <Button block icon="sound" onPress={say}>{t('ask.spoken')}</Button>}
      <Alert icon="clock" title={t('ask.waiting')}>{t('ask.how')}</Alert>
      <Button kind="quiet" onPress={onAgain}>{t('ask.again')}</Button>
    </>
  )
}
