import { useEffect, useState } from 'react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { api } from '#client/index.ts'
import { type SearchAnswer, serviceKinds } from '#journey/throughout/directory/contract.ts'
import { Alert, Anchor, Bones, Button, Card, Chip, Chips, EmptyState, ErrorState, Icon, Page, SearchField, Section, Select } from '#ui/index.ts'
import type { Opening, Openings } from '../../contract.ts'
import { useNames } from '../names.ts'
import { askWhere, forgetWhere, useNear } from './near.ts'
import { OpeningList } from './opening-list.tsx'
import { WhoseCare } from './whose-care.tsx'
import './booking.css'

const PAGE = 20
const COMMON = ['cough', 'fever', 'stomach', 'skin', 'tooth', 'eye', 'blood-pressure', 'child'] as const

/** What was typed, once the typing pauses: every letter would be a question to the server. */
function useSettled(value: string): string {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), 250)
    return () => clearTimeout(timer)
  }, [value])
  return settled
}

export function Component() {
  const { t } = useTranslation('booking')
  const near = useNear()
  const [search, setSearch] = useSearchParams()
  const [words, setWords] = useState(search.get('q') ?? '')
  const [count, setCount] = useState(PAGE)
  const q = useSettled(words).trim()
  const sort = search.get('sort') ?? 'earliest'
  const title = search.get('title') ?? undefined
  const within = { institutionId: search.get('institution') ?? undefined, departmentId: search.get('department') ?? undefined }
  const change = (name: string, value: string | undefined) => setSearch((old) => {
    const next = new URLSearchParams(old)
    if (value === undefined || value === '') next.delete(name)
    else next.set(name, value)
    return next
  }, { replace: true })
  // The words stand in the address, so that coming back from a doctor finds the same list.
  useEffect(() => { if ((search.get('q') ?? '') !== q) change('q', q) })
  const hours = { half: search.get('half') ?? undefined, weekend: search.get('weekend') ?? undefined, kind: search.get('kind') ?? undefined }
  const query = { ...(q ? { q } : {}), ...within, ...hours, near, sort, title, times: 3, limit: count, ...(search.get('km') && near ? { withinKm: search.get('km') } : {}) }
  const asks = q !== '' || near !== undefined || [within.institutionId, hours.half, hours.weekend, hours.kind].some((one) => one !== undefined)
  const found = useQuery({
    queryKey: ['booking', 'openings', query], enabled: asks, placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.get<Openings>('/api/booking/openings', { query, signal }),
  })
  return (
    <Page title={t('find.title')}>
      <Card flush>
        <div className="booking-suggest">
          <SearchField label={t('find.label')} placeholder={t('find.label')} value={words} onChange={(value) => { setWords(value); setCount(PAGE) }} />
          {q !== '' && <Suggestions q={q} near={near} />}
        </div>
      </Card>
      <Filters sort={sort} title={title} km={search.get('km') ?? undefined} near={near} hours={hours} change={change} />
      {within.institutionId !== undefined && <Within opening={found.data?.openings[0]} byDepartment={within.departmentId !== undefined} onClear={() => setSearch(q ? { q } : {}, { replace: true })} />}
      {!asks && <Start onWord={setWords} />}
      {asks && found.isPending && <Bones cards={[4, 4, 4]} />}
      {found.isError && !found.data && <ErrorState problem={found.error} onRetry={() => void found.refetch()} />}
      {asks && found.data && <Results found={found.data} busy={found.isPlaceholderData} onMore={() => setCount(count + PAGE)} onWords={setWords} shown={count} />}
    </Page>
  )
}

function Results({ found, busy, shown, onMore, onWords }: { found: Openings; busy: boolean; shown: number; onMore: () => void; onWords: (words: string) => void }) {
  const { t } = useTranslation('booking')
  if (found.total === 0) {
    return <EmptyState title={t('find.none')} actions={<Button href="/hospitals" icon="building">{t('find.hospitals')}</Button>}>{t('find.none-note')}</EmptyState>
  }
  return (
    <Section title={t('find.count', { count: found.total })} aside={<span className="small muted">{t('find.before-insurance')}</span>}>
      {found.didYouMean && <p>{t('find.did-you-mean')} <button type="button" className="chip" onClick={() => onWords(found.didYouMean ?? '')}>{found.didYouMean}</button></p>}
      <OpeningList openings={found.openings} />
      {found.total > shown && shown < 50 && <Button kind="soft" block busy={busy} onPress={onMore}>{t('find.more')}</Button>}
    </Section>
  )
}

/** The hospital or department one looks in, and the way out of it. */
function Within({ opening, byDepartment, onClear }: { opening: Opening | undefined; byDepartment: boolean; onClear: () => void }) {
  const { t } = useTranslation('booking')
  const names = useNames()
  const where = opening && [names.hospital(opening), byDepartment ? names.department(opening) : ''].filter(Boolean).join(' · ')
  return <Chips label={t('find.within-label')}><Chip pressed icon="x" onPress={onClear}>{where ?? t('find.within-label')}</Chip></Chips>
}

function Filters(props: { sort: string; title: string | undefined; km: string | undefined; near: string | undefined; hours: { half: string | undefined; weekend: string | undefined; kind: string | undefined }; change: (name: string, value: string | undefined) => void }) {
  const { t } = useTranslation('booking')
  const [refused, setRefused] = useState(false)
  const nearest = async () => {
    if (props.near === undefined && !(await askWhere())) { setRefused(true); return }
    setRefused(false)
    props.change('sort', props.sort === 'nearest' ? undefined : 'nearest')
  }
  return (
    <>
      <Chips label={t('find.filters')}>
        <WhoseCare />
        <Chip pressed={props.sort === 'earliest'} onPress={() => props.change('sort', undefined)}>{t('find.earliest')}</Chip>
        <Chip pressed={props.sort === 'nearest'} icon="pin" onPress={() => void nearest()}>{t('find.nearest')}</Chip>
        <Chip pressed={props.sort === 'cheapest'} onPress={() => props.change('sort', props.sort === 'cheapest' ? undefined : 'cheapest')}>{t('find.cheapest')}</Chip>
        <Chip pressed={props.title === 'chief'} onPress={() => props.change('title', props.title === 'chief' ? undefined : 'chief')}>{t('title.chief')}</Chip>
        <Chip pressed={props.hours.half === 'evening'} onPress={() => props.change('half', props.hours.half === 'evening' ? undefined : 'evening')}>{t('find.evening')}</Chip>
        <Chip pressed={props.hours.weekend === 'true'} onPress={() => props.change('weekend', props.hours.weekend === 'true' ? undefined : 'true')}>{t('find.weekend')}</Chip>
        {props.near !== undefined && <Chip pressed={props.km === '5'} onPress={() => props.change('km', props.km === '5' ? undefined : '5')}>{t('find.within', { km: 5 })}</Chip>}
        {props.near !== undefined && <Chip pressed={false} icon="x" onPress={() => { forgetWhere(); props.change('km', undefined); props.change('sort', undefined) }}>{t('find.forget-where')}</Chip>}
      </Chips>
      <Select label={<span className="sr">{t('find.kinds')}</span>} empty={t('find.any-kind')} value={props.hours.kind ?? ''} onChange={(value) => props.change('kind', value)} options={serviceKinds.map((value) => ({ value, label: t(`kind.${value}`) }))} />
      {refused && <Alert tone="info">{t('find.no-position')}</Alert>}
    </>
  )
}

/** Under the words: where they point to. An urgent word says so first. */
function Suggestions({ q, near }: { q: string; near: string | undefined }) {
  const { t } = useTranslation('booking')
  const { pick } = useNames()
  const answer = useQuery({
    queryKey: ['directory', 'search', q, near], placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.get<SearchAnswer>('/api/directory/search', { query: { q, near, limit: 6 }, signal }),
  }).data
  if (!answer) return null
  const urgent = answer.understood.find((word) => word.urgent)
  return (
    <>
      {urgent && <Alert tone="danger" title={t('find.urgent-title')}>{t('find.urgent', { word: pick(urgent.word, urgent.nameEn) })}</Alert>}
      <ul aria-label={t('find.suggestions')}>
        {answer.departments.slice(0, 3).map((one) => (
          <li key={`d${one.institutionId}/${one.departmentId}`}>
            <Anchor className="booking-suggest__item" href={`/doctors?institution=${one.institutionId}&department=${one.departmentId}`}>
              <Icon name="building" size={20} /><span className="grow">{pick(one.name, one.nameEn)}</span><span className="small muted">{pick(one.institutionName, one.institutionNameEn)}</span>
            </Anchor>
          </li>
        ))}
        {answer.institutions.slice(0, 2).map((one) => (
          <li key={`i${one.institutionId}`}>
            <Anchor className="booking-suggest__item" href={`/hospitals/${one.institutionId}`}>
              <Icon name="bed" size={20} /><span className="grow">{pick(one.institutionName, one.institutionNameEn)}</span><span className="small muted">{t('find.hospital')}</span>
            </Anchor>
          </li>
        ))}
      </ul>
    </>
  )
}

/** Before anything was asked: words people use, and the hospitals. */
function Start({ onWord }: { onWord: (word: string) => void }) {
  const { t } = useTranslation('booking')
  return (
    <>
      <Section title={t('find.common')}>
        <Chips label={t('find.common')}>{COMMON.map((word) => <Chip key={word} pressed={false} onPress={() => onWord(t(`common.${word}`))}>{t(`common.${word}`)}</Chip>)}</Chips>
      </Section>
      <Button kind="soft" block icon="building" href="/hospitals">{t('find.hospitals')}</Button>
    </>
  )
}
