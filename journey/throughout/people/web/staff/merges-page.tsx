import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { api, type Problem } from '#client/index.ts'
import { Alert, Bones, Button, Desk, EmptyState, ErrorState, List, ListItem, Pane, useFormat } from '#ui/index.ts'
import type { MergePreview as Preview, MergeRecord } from '../../contract.ts'
import { MergePreview } from './merge-preview.tsx'

const mergesKey = ['people', 'merges'] as const

/** Two entries of one human: look at both, decide, and take it back when it was wrong. */
export function Component() {
  const { t } = useTranslation('people')
  const [search, setSearch] = useSearchParams()
  const [remainsId, joinsId] = [search.get('remains'), search.get('joins')]
  const preview = useQuery({
    queryKey: ['people', 'merge-preview', remainsId, joinsId], enabled: remainsId !== null && joinsId !== null, gcTime: 0,
    queryFn: () => api.get<Preview>('/api/people/merges/preview', { query: { remainsId, joinsId } }),
  })
  return (
    <Desk title={t('merge.title')} panes="1fr 380px">
      <Pane label={t('merge.title')} paper>
        {(remainsId === null || joinsId === null) && <EmptyState title={t('merge.title')} actions={<Button kind="soft" href="/people">{t('desk.title')}</Button>}>{t('merge.pick')}</EmptyState>}
        {remainsId !== null && joinsId !== null && preview.isPending && <Bones cards={[5]} />}
        {preview.isError && <ErrorState problem={preview.error} onRetry={() => void preview.refetch()} />}
        {preview.data && remainsId && joinsId && (
          <MergePreview preview={preview.data} onSwap={() => setSearch({ remains: joinsId, joins: remainsId }, { replace: true })} onDone={() => setSearch({}, { replace: true })} />
        )}
      </Pane>
      <Pane label={t('merge.recent')} head={<h2>{t('merge.recent')}</h2>}><Recent /></Pane>
    </Desk>
  )
}

function Recent() {
  const { t } = useTranslation('people')
  const read = useQuery({ queryKey: mergesKey, queryFn: () => api.get<MergeRecord[]>('/api/people/merges') })
  if (read.isPending) return <Bones cards={[2]} />
  if (read.isError) return <ErrorState problem={read.error} onRetry={() => void read.refetch()} />
  if (read.data.length === 0) return <p className="muted">{t('merge.empty')}</p>
  return <List label={t('merge.recent')}>{read.data.map((merge) => <Merged key={merge.mergeId} merge={merge} />)}</List>
}

function Merged({ merge }: { merge: MergeRecord }) {
  const { t } = useTranslation('people')
  const format = useFormat()
  const client = useQueryClient()
  const undo = useMutation<MergeRecord[], Problem>({
    mutationFn: () => api.post<MergeRecord[]>(`/api/people/merges/${merge.mergeId}/undo`),
    onSuccess: (merges) => {
      client.setQueryData(mergesKey, merges)
      void client.invalidateQueries({ queryKey: ['people', 'person'] })
    },
  })
  const when = merge.undoneAt ? t('merge.undone', { time: format.dayTime(merge.undoneAt) }) : t('merge.at', { time: format.dayTime(merge.doneAt) })
  return (
    <ListItem
      done={merge.undoneAt !== null} title={t('merge.who', { remains: merge.remainsName, joins: merge.joinsName })}
      note={<>{when} · {merge.reason}{undo.isError && <Alert tone="danger">{undo.error.title}</Alert>}</>}
      end={merge.undoneAt === null && <Button small icon="undo" busy={undo.isPending} onPress={() => undo.mutate()}>{t('merge.undo')}</Button>}
    />
  )
}
