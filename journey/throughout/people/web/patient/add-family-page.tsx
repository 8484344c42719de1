import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { api, isProblem, type Problem } from '#client/index.ts'
import { Alert, Button, Card, Page, RadioGroup, Select, TextField } from '#ui/index.ts'
import { type AddFamilyMember, ageOfOwnConsent, ageOn, type FamilyMemberAdded, isMobilePhone, type PersonDetails, RelationKind } from '../../contract.ts'
import { birthDateOf, DetailsFields, detailsOf, emptyDetails, today } from '../details-fields.tsx'
import { familyKey } from './family-data.ts'

const kinds = ['guardian', 'child', 'spouse', 'parent', 'relative', 'carer'] as const
const spans = ['30', '180', '365', ''] as const

/** Two questions, one page each: who is it to you, and who are they. */
export function Component() {
  const [kind, setKind] = useState<RelationKind>()
  return kind === undefined ? <WhoIsIt onChoose={setKind} /> : <WhoAreThey key={kind} kind={kind} onBack={() => setKind(undefined)} />
}

function WhoIsIt({ onChoose }: { onChoose: (kind: RelationKind) => void }) {
  const { t } = useTranslation('people')
  const [kind, setKind] = useState<RelationKind>('guardian')
  return (
    <Page title={t('add')} back="/family" action={<Button kind="primary" block onPress={() => onChoose(kind)}>{t('next')}</Button>}>
      <Card>
        <RadioGroup
          label={t('add-who')} value={kind} onChange={(value) => setKind(RelationKind.parse(value))}
          options={kinds.map((one) => ({ value: one, label: t(`add-kind.${one}`), note: t(`add-note.${one}`) }))}
        />
      </Card>
    </Page>
  )
}

function WhoAreThey({ kind, onBack }: { kind: RelationKind; onBack: () => void }) {
  const { t } = useTranslation('people')
  const navigate = useNavigate()
  const client = useQueryClient()
  const [draft, setDraft] = useState(emptyDetails)
  const [phone, setPhone] = useState('')
  const [span, setSpan] = useState<string>('365')
  const isChild = kind === 'guardian'
  const [tried, setTried] = useState(false)
  const details = detailsOf(draft)
  const birthDate = birthDateOf(draft)
  const mismatch = birthDate === undefined ? undefined : ageFault(isChild, ageOn(birthDate, today()))
  const add = useMutation<FamilyMemberAdded, Problem, PersonDetails>({
    mutationFn: (known) => api.post<FamilyMemberAdded>('/api/people/family', { body: asked(known, kind, phone, isChild ? '' : span) }),
    onSuccess: async (added) => {
      await client.invalidateQueries({ queryKey: familyKey })
      void navigate(added.status === 'active' ? '/family' : `/family/requests/${added.requestId}`, { replace: true })
    },
  })
  const phoneFault = add.isError && (isProblem(add.error, 'people.phone-needed') || isProblem(add.error, 'people.phone-is-yours')) ? add.error.title : undefined
  const numberFault = add.isError && isProblem(add.error, 'people.document-invalid') ? add.error.title : undefined
  const isPhoneFine = isChild || isMobilePhone(phone)
  const goOn = () => {
    setTried(true)
    if (details && mismatch === undefined && isPhoneFine && !add.isPending) add.mutate(details)
  }
  return (
    <Page title={t(`add-kind.${kind}`)} back="/family" action={<Button kind="primary" block busy={add.isPending} onPress={goOn}>{t(isChild ? 'add-child' : 'ask-them')}</Button>}>
      <p className="muted">{t(isChild ? 'add-child-why' : 'ask-why')}</p>
      <Card>
        <div className="stack">
          <DetailsFields draft={draft} onChange={setDraft} whose="their" problem={numberFault} tried={tried} />
          {!isChild && <TextField label={t('their-phone')} hint={t('their-phone-hint')} error={phoneFault ?? (tried && !isPhoneFine ? t('missing.phone') : undefined)} type="tel" inputMode="numeric" maxLength={11} value={phone} onChange={(value) => setPhone(value.replace(/\D/g, ''))} autoComplete="off" />}
          {!isChild && <Select label={t('how-long')} value={span} onChange={setSpan} options={spans.map((days) => ({ value: days, label: t(`span.${days || 'open'}`) }))} />}
        </div>
      </Card>
      {mismatch && <Alert tone="warning" action={<Button small onPress={onBack}>{t('choose-again')}</Button>}>{t(mismatch)}</Alert>}
      {add.isError && !phoneFault && !numberFault && <Alert tone="danger">{add.error.title}</Alert>}
    </Page>
  )
}

function ageFault(isChild: boolean, age: number): 'age.is-child' | 'age.is-grown' | undefined {
  if (isChild && age >= ageOfOwnConsent) return 'age.is-grown'
  return !isChild && age < ageOfOwnConsent ? 'age.is-child' : undefined
}

function asked(details: PersonDetails, kind: RelationKind, phone: string, span: string): AddFamilyMember {
  return { ...details, kind, scope: ['book', 'pay', 'follow'], ...(phone === '' ? {} : { phone }), ...(span === '' ? {} : { validDays: Number(span) }) }
}
