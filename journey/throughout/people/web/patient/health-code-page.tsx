import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { api } from '#client/index.ts'
import { Bones, Card, ErrorState, FamilySwitch, initialOf, Page, useWhose } from '#ui/index.ts'
import type { Family, HealthCode } from '../../contract.ts'
import { useFamily } from './family-data.ts'
import './health-code.css'

/** 健康码: large, new every minute, and in digits for whoever reads it out. */
export function Component() {
  const { t } = useTranslation('people')
  const read = useFamily()
  if (read.isPending) return <Page title={t('code.title')} back="/"><Bones cards={[4]} /></Page>
  if (read.isError) return <Page title={t('code.title')} back="/"><ErrorState problem={read.error} onRetry={() => void read.refetch()} /></Page>
  return <Page title={t('code.title')} back="/"><CodeOf members={read.data.members} /></Page>
}

function CodeOf({ members }: { members: Family['members'] }) {
  const { t } = useTranslation('people')
  const [search, setSearch] = useSearchParams()
  const [whose] = useWhose()
  const chosen = members.find((member) => member.personId === search.get('person')) ?? members.find((member) => member.personId === whose) ?? members[0]
  if (!chosen) return null
  return (
    <>
      {members.length > 1 && (
        <FamilySwitch
          label={t('code.whose')} selected={chosen.personId} onSelect={(personId) => setSearch({ person: personId }, { replace: true })}
          people={members.map((member) => ({ id: member.personId, name: member.kind === 'self' ? t('me') : member.name, initial: initialOf(member.name) }))}
        />
      )}
      <Code key={chosen.personId} personId={chosen.personId} name={chosen.name} />
    </>
  )
}

function Code({ personId, name }: { personId: string; name: string }) {
  const { t } = useTranslation('people')
  const code = useQuery({
    queryKey: ['people', 'health-code', personId],
    queryFn: () => api.post<HealthCode>(`/api/people/persons/${personId}/health-code`),
    staleTime: 0, gcTime: 0, refetchInterval: ({ state }) => (state.data?.renewInSeconds ?? 60) * 1000,
  })
  const renew = code.data?.renewInSeconds ?? 60
  const left = Math.min(renew, useSecondsLeft(code.dataUpdatedAt + renew * 1000))
  if (code.isPending) return <Bones cards={[4]} />
  if (code.isError) return <ErrorState problem={code.error} onRetry={() => void code.refetch()} />
  const digits = code.data.spoken.replace(/(\d{3})(?=\d)/g, '$1 ')
  return (
    <Card label={t('code.of', { name })}>
      <div className="people-code">
        <p className="people-code__name">{name}</p>
        <img className="people-code__square" src={`data:image/svg+xml;utf8,${encodeURIComponent(code.data.svg)}`} alt={t('code.square', { name })} />
        <p className="people-code__left" aria-hidden="true"><span style={{ inlineSize: `${(left / renew) * 100}%` }} /></p>
        <p className="small muted">{left > 0 ? t('code.left', { count: left }) : t('code.renewing')}</p>
        <p className="small muted">{t('code.bright')}</p>
        <p className="people-code__spoken"><span className="small muted">{t('code.read')}</span><b className="people-code__digits">{digits}</b></p>
      </div>
    </Card>
  )
}

/** Whole seconds until a moment, counted once a second. */
function useSecondsLeft(until: number): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [])
  return Math.max(0, Math.ceil((until - now) / 1000))
}
