import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, type Problem } from '#client/index.ts'
import { Alert, Bones, Button, Desk, EmptyState, ErrorState, Pane, Tag, useFormat } from '#ui/index.ts'
import type { Notice } from '../../contract.ts'
import { noticesKey as key, useNotices } from './notices-data.ts'
import './operations.css'

/** What the office added to a doctor's days, or took back: seen with one press, and the office knows. */
export function Component() {
  const { t } = useTranslation('operations')
  const read = useNotices()
  return (
    <Desk title={t('notice.title')} actions={<Button small href="/schedules">{t('notice.schedule')}</Button>}>
      <Pane label={t('notice.title')} paper>
        {read.isPending && <Bones cards={[3]} />}
        {read.isError && <ErrorState problem={read.error} onRetry={() => void read.refetch()} />}
        {read.data?.length === 0 && <EmptyState title={t('notice.none')}>{t('notice.none-note')}</EmptyState>}
        <div className="op-advice op-notices">{read.data?.map((one) => <One key={one.id} notice={one} />)}</div>
      </Pane>
    </Desk>
  )
}

function One({ notice }: { notice: Notice }) {
  const { t } = useTranslation('operations')
  const format = useFormat()
  const client = useQueryClient()
  const see = useMutation<Notice[], Problem>({ mutationFn: () => api.post<Notice[]>(`/api/operations/notices/${notice.id}/seen`, {}), onSuccess: (now) => client.setQueryData(key, now) })
  const when = `${format.day(notice.day)} ${notice.from}–${notice.to}`
  return (
    <article className="card stack stack--tight" aria-label={when}>
      <div className="row row--wrap"><h2 className="grow">{when}</h2><Tag tone={notice.kind === 'added' ? 'now' : 'neutral'}>{t(`notice.${notice.kind}`)}</Tag></div>
      <p>{format.name(notice.clinic, notice.clinicEn)} · {notice.room} · {t('notice.units', { count: notice.units })}</p>
      <p className="small muted">{t(`notice.${notice.kind}-note`, { time: format.dayTime(notice.madeAt) })}</p>
      {see.isError && <Alert tone="warning">{see.error.title}</Alert>}
      {notice.seenAt === null
        ? <div><Button kind="soft" busy={see.isPending} onPress={() => see.mutate()}>{t('notice.seen')}</Button></div>
        : <p className="small muted">{t('notice.seen-at', { time: format.dayTime(notice.seenAt) })}</p>}
    </article>
  )
}
