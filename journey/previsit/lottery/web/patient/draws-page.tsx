import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useParams } from 'react-router'
import { api } from '#client/index.ts'
import { Bones, Button, EmptyState, ErrorState, List, ListItem, Page, Tag, useFormat } from '#ui/index.ts'
import type { Draw } from '../../contract.ts'
import { useDrawNames } from '../names.ts'

/** The draws of a hospital, or of all. */
export function Component() {
  const { t } = useTranslation('lottery')
  const names = useDrawNames()
  const format = useFormat()
  const { institutionId } = useParams()
  const read = useQuery({ queryKey: ['lottery', 'draws', institutionId], queryFn: () => api.get<Draw[]>('/api/lottery/draws', { query: { institutionId }, anonymous: true }) })
  return (
    <Page title={t('draws.title')} back={institutionId === undefined ? '/me' : `/hospitals/${institutionId}`}>
      {read.isPending && <Bones cards={[2, 2]} />}
      {read.isError && !read.data && <ErrorState problem={read.error} onRetry={() => void read.refetch()} />}
      {read.data?.length === 0 && <EmptyState title={t('draws.none')} actions={<Button href="/doctors">{t('draws.other')}</Button>}>{t('draws.none-note')}</EmptyState>}
      {read.data && read.data.length > 0 && (
        <List label={t('draws.title')}>
          {read.data.map((draw) => (
            <ListItem
              key={draw.id} href={`/draws/${draw.institutionId}/${draw.id}`} title={`${names.doctor(draw)} · ${names.department(draw)}`}
              note={`${names.hospital(draw)} · ${draw.state === 'open' ? t('draws.until', { days: names.days(draw), when: format.dayTime(draw.appliesUntil) }) : names.days(draw)}`}
              end={<Tag tone={draw.state === 'open' ? 'success' : 'neutral'}>{t(`state.${draw.state}`)}</Tag>}
            />
          ))}
        </List>
      )}
    </Page>
  )
}
