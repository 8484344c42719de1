import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, type Problem } from '#client/index.ts'
import { Alert, Avatar, Bones, Button, Buttons, Card, EmptyState, ErrorState, List, ListItem, Page, Section } from '#ui/index.ts'
import type { ConsentRequest, Family } from '../../contract.ts'
import { useRelationWords } from '../relation-words.ts'
import { familyKey, useFamily } from './family-data.ts'

/** 家人: whom I care for, who asks me, who may act for me. */
export function Component() {
  const { t } = useTranslation('people')
  const read = useFamily()
  if (read.isPending) return <Page title={t('family')} back="/me"><Bones cards={[3]} /></Page>
  if (read.isError) return <Page title={t('family')} back="/me"><ErrorState problem={read.error} onRetry={() => void read.refetch()} /></Page>
  const { members, proxies, asked, toAnswer } = read.data
  return (
    <Page title={t('family')} back="/me" action={<Button kind="primary" icon="plus" block href="/family/add">{t('add')}</Button>}>
      {toAnswer.map((request) => <Question key={request.requestId} request={request} />)}
      <Members members={members} />
      {asked.length > 0 && (
        <Section title={t('asked.title')}>
          <List>{asked.map((request) => <ListItem key={request.requestId} icon="clock" title={t('asked.one', { name: request.nameMasked })} note={t('asked.note')} href={`/family/requests/${request.requestId}`} />)}</List>
        </Section>
      )}
      <Proxies proxies={proxies} />
    </Page>
  )
}

function Members({ members }: { members: Family['members'] }) {
  const { t } = useTranslation('people')
  const words = useRelationWords()
  const others = members.filter((member) => member.kind !== 'self')
  if (others.length === 0) return <EmptyState title={t('nobody.title')}>{t('nobody.body')}</EmptyState>
  return (
    <List label={t('family')}>
      {others.map((member) => (
        <ListItem
          key={member.personId} start={<Avatar name={member.name.slice(0, 1)} tone="warm" />}
          title={`${member.name} · ${words.they(member)}`} note={words.until(member.expiresAt)} href={`/family/${member.personId}`}
        />
      ))}
    </List>
  )
}

/** Somebody asks to act for the reader: what it means stands there before the two buttons. */
function Question({ request }: { request: ConsentRequest }) {
  const { t } = useTranslation('people')
  const words = useRelationWords()
  const client = useQueryClient()
  const answer = useMutation<Family, Problem, boolean>({
    mutationFn: (accept) => api.post<Family>(`/api/people/family/requests/${request.requestId}/answer`, { body: { accept } }),
    onSuccess: (family) => client.setQueryData(familyKey, family),
  })
  return (
    <Card label={t('question.label')}>
      <div className="stack">
        <p><b>{t('question.title', { name: request.nameMasked, scope: words.scope(request.scope) })}</b></p>
        <p className="small muted">{words.iAm(request.kind)} · {words.until(request.expiresAt)}。{t('question.note')}</p>
        {answer.isError && <Alert tone="danger">{answer.error.title}</Alert>}
        <Buttons>
          <Button kind="primary" busy={answer.isPending} onPress={() => answer.mutate(true)}>{t('question.yes')}</Button>
          <Button busy={answer.isPending} onPress={() => answer.mutate(false)}>{t('question.no')}</Button>
        </Buttons>
      </div>
    </Card>
  )
}

function Proxies({ proxies }: { proxies: Family['proxies'] }) {
  const { t } = useTranslation('people')
  const words = useRelationWords()
  if (proxies.length === 0) return null
  return (
    <Section title={t('proxies.title')}>
      <List>
        {proxies.map((proxy) => (
          <ListItem key={proxy.personId} icon="users" title={t('proxies.one', { name: proxy.nameMasked, scope: words.scope(proxy.scope) })} note={words.until(proxy.expiresAt)} href={`/family/proxies/${proxy.personId}`} />
        ))}
      </List>
    </Section>
  )
}
