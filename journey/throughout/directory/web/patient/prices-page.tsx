import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useParams } from 'react-router'
import { api } from '#client/index.ts'
import { Bones, Chip, Chips, EmptyState, ErrorState, List, ListItem, Money, Page, SearchField } from '#ui/index.ts'
import type { Price, PriceKind } from '../../contract.ts'

const KINDS: readonly PriceKind[] = ['registration', 'examination', 'laboratory', 'drug', 'procedure', 'material']

/** What things cost at this hospital today, before anybody has to ask. */
export function Component() {
  const { t, i18n } = useTranslation('directory')
  const { institutionId = '' } = useParams()
  const [words, setWords] = useState('')
  const [kind, setKind] = useState<PriceKind>('registration')
  const q = useDeferredValue(words.trim())
  const query = { q, limit: 60, ...(q === '' ? { kind } : {}) }
  const read = useQuery({
    queryKey: ['directory', 'prices', institutionId, query],
    queryFn: ({ signal }) => api.get<Price[]>(`/api/directory/institutions/${institutionId}/prices`, { query, signal }),
    placeholderData: keepPreviousData,
  })
  const inEnglish = i18n.language.startsWith('en')
  return (
    <Page title={t('prices.title')} back={`/hospitals/${institutionId}`}>
      <SearchField label={t('prices.search')} value={words} onChange={setWords} placeholder={t('prices.hint')} />
      {q === '' && (
        <Chips label={t('prices.kinds')}>
          {KINDS.map((each) => <Chip key={each} pressed={each === kind} onPress={() => setKind(each)}>{t(`prices.kind.${each}`)}</Chip>)}
        </Chips>
      )}
      {read.isError && <ErrorState problem={read.error} onRetry={() => void read.refetch()} />}
      {read.isPending && <Bones cards={[4]} />}
      {read.data?.length === 0 && <EmptyState title={t('prices.none', { words: q })}>{t('prices.noneNote')}</EmptyState>}
      {read.data && read.data.length > 0 && (
        <List label={t('prices.title')}>
          {read.data.map((price) => (
            <ListItem
              key={price.code}
              title={inEnglish && price.nameEn !== '' ? price.nameEn : price.name}
              note={`${t('prices.per', { unit: t(`prices.unit.${price.unit}`, { defaultValue: price.unit }) })}${price.insuranceShareBp > 0 ? ` · ${t('prices.share', { percent: price.insuranceShareBp / 100 })}` : ` · ${t('prices.own')}`}`}
              end={<Money cents={price.priceCents} />}
            />
          ))}
        </List>
      )}
    </Page>
  )
}
