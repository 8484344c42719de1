import { useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '#client/index.ts'
import type { InstitutionPage } from '#journey/throughout/directory/contract.ts'
import { Alert, Button, Kbd, Segmented, Select, TextField, useFormat, useHotkey } from '#ui/index.ts'
import type { Complaint, NewComplaint } from '../../contract.ts'
import type { FormProps } from './forms.ts'
import { useDeskAct, useWorkplace } from './desk-data.ts'

/** Somebody is not content: their words, what they wish for, and a number at once. */
export function ComplaintForm({ person, minutes, onDone }: FormProps) {
  const { t, i18n } = useTranslation('servicedesk')
  const format = useFormat()
  const at = useWorkplace()?.institutionId
  const [words, setWords] = useState('')
  const [wish, setWish] = useState('')
  const [department, setDepartment] = useState('')
  const [urgency, setUrgency] = useState<NewComplaint['urgency']>('usual')
  const read = useQuery({ queryKey: ['directory', 'institution', String(at)], enabled: at !== undefined, queryFn: () => api.get<InstitutionPage>(`/api/directory/institutions/${at}`) })
  const take = useDeskAct((body: NewComplaint) => api.post<Complaint>('/api/servicedesk/complaints', { body }))
  const send = () => {
    if (words.trim().length < 2 || take.isPending || take.data) return
    take.mutate({ personId: person?.personId ?? null, departmentId: department ? Number(department) : null, urgency, words, wish, minutes })
  }
  useHotkey('F8', send)
  if (take.data) {
    return (
      <div className="stack">
        <Alert tone="success" title={t('complaint.taken', { number: take.data.number })}>{t('complaint.taken-note', { time: format.dayTime(take.data.answerBy) })}</Alert>
        <Button kind="primary" onPress={() => onDone({ words: t('complaint.taken', { number: take.data.number }) })}>{t('who.next')}</Button>
      </div>
    )
  }
  return (
    <div className="stack">
      <TextField label={t('complaint.words')} hint={t('complaint.words-hint')} rows={4} maxLength={2000} value={words} onChange={setWords} />
      <TextField label={t('complaint.wish')} maxLength={500} value={wish} onChange={setWish} />
      <Select label={t('complaint.department')} empty={t('complaint.no-department')} value={department} onChange={setDepartment} options={(read.data?.departments ?? []).flatMap((one) => [one, ...one.children]).map((one) => ({ value: String(one.id), label: (i18n.language === 'en' && one.nameEn) || one.name }))} />
      <Segmented label={t('complaint.urgency')} value={urgency} onChange={(value) => setUrgency(value as NewComplaint['urgency'])} options={(['usual', 'urgent'] as const).map((one) => ({ value: one, label: t(`complaint.${one}`) }))} />
      {take.isError && <Alert tone="warning">{take.error.title || t('offline')}</Alert>}
      <div><Button kind="primary" busy={take.isPending} disabled={words.trim().length < 2} aria-keyshortcuts="F8" onPress={send}>{t('complaint.take')} <Kbd>F8</Kbd></Button></div>
    </div>
  )
}
