import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, isProblem, type Problem } from '#client/index.ts'
import { Alert, Button, Card, Select, TextField } from '#ui/index.ts'
import { type EnterPerson, InsuranceKind, isMobilePhone, type RegisteredPerson } from '../../contract.ts'
import { DetailsFields, detailsOf, emptyDetails } from '../details-fields.tsx'

/** A patient nobody has typed in before, with the document in the registrar's hand. */
export function EnterForm({ onDone }: { onDone: (person: RegisteredPerson) => void }) {
  const { t } = useTranslation('people')
  const [draft, setDraft] = useState(emptyDetails)
  const [phone, setPhone] = useState('')
  const [insurance, setInsurance] = useState<InsuranceKind>('employee')
  const [tried, setTried] = useState(false)
  const details = detailsOf(draft)
  const enter = useMutation<RegisteredPerson, Problem, EnterPerson>({
    mutationFn: (person) => api.post<RegisteredPerson>('/api/people/persons', { body: person }),
    onSuccess: onDone,
  })
  const isPhoneFine = phone === '' || isMobilePhone(phone)
  const atNumber = isProblem(enter.error, 'people.document-invalid') ? enter.error.title : undefined
  const submit = () => {
    setTried(true)
    if (details && isPhoneFine && !enter.isPending) enter.mutate({ ...details, insuranceKind: insurance, ...(phone === '' ? {} : { phone }) })
  }
  return (
    <form noValidate onSubmit={(event) => { event.preventDefault(); submit() }}>
      <Card label={t('desk.new')}>
        <div className="stack">
          <DetailsFields draft={draft} onChange={setDraft} whose="patient" problem={atNumber} tried={tried} />
          <TextField label={t('desk.phone-optional')} type="tel" inputMode="numeric" maxLength={11} value={phone} onChange={(value) => setPhone(value.replace(/\D/g, ''))} autoComplete="off" error={isPhoneFine || (phone.length < 11 && !tried) ? undefined : t('desk.phone-hint')} />
          <Select label={t('insurance.label')} value={insurance} onChange={(value) => setInsurance(InsuranceKind.parse(value))} options={InsuranceKind.options.map((one) => ({ value: one, label: t(`insurance.${one}`) }))} />
          {enter.isError && !atNumber && <Alert tone="danger">{enter.error.title}</Alert>}
          <Button kind="primary" type="submit" busy={enter.isPending}>{t('desk.enter')}</Button>
        </div>
      </Card>
    </form>
  )
}
