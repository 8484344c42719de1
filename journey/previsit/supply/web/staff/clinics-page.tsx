import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Problem } from '#client/index.ts'
import { type ClinicToPut, type Service, type ServiceKind, serviceKinds } from '#journey/throughout/directory/contract.ts'
import { Alert, Bones, Button, Buttons, Checkbox, EmptyState, ErrorState, Grid, Pane, Select, Sheet, Tag, TextField, useFormat } from '#ui/index.ts'
import type { Clinic, Setup } from '../../contract.ts'
import { useChosen, usePick } from './schedule-data.ts'
import { DepartmentChoice, type Done, ScheduleDesk } from './schedule-desk.tsx'

/** The clinics people can book: opened here, then given sessions. */
export function Component() {
  const { t } = useTranslation('supply')
  const format = useFormat()
  const pick = usePick()
  const { setup, departmentId } = useChosen()
  const [open, setOpen] = useState<Clinic | 'new'>()
  const [done, setDone] = useState<Done>()
  const clinics = (setup.data?.clinics ?? []).filter((each) => String(each.departmentId) === departmentId)
  const doctor = (id: number | null) => setup.data?.practitioners.find((each) => each.id === id)
  return (
    <ScheduleDesk page="clinics" panes="1fr" done={done} onDone={setDone} actions={<Button kind="primary" small icon="plus" onPress={() => setOpen('new')}>{t('clinics.new')}</Button>}>
      <Pane label={t('page.clinics')} head={<div className="supply-toolbar"><DepartmentChoice /><p className="small muted">{t('clinics.note')}</p></div>}>
        {setup.isPending && <Bones cards={[5]} />}
        {setup.isError && <ErrorState problem={setup.error} onRetry={() => void setup.refetch()} />}
        {setup.data && clinics.length === 0 && <EmptyState title={t('clinics.empty')} />}
        {clinics.length > 0 && (
          <Grid
            caption={t('page.clinics')} rows={clinics} rowKey={(one) => one.id}
            columns={[
              { key: 'name', title: t('clinics.which'), rowHeader: true, cell: (one) => <>{pick(one.name, one.nameEn)} {!one.active && <Tag>{t('clinics.closed')}</Tag>}</> },
              { key: 'kind', title: t('field.kind'), cell: (one) => t(`kind.${one.kind}`) },
              { key: 'doctor', title: t('field.doctor'), cell: (one) => pick(doctor(one.practitionerId)?.name ?? null, doctor(one.practitionerId)?.nameEn ?? null) || t('field.nobody') },
              { key: 'fee', title: t('field.fee'), numeric: true, cell: (one) => (one.feeCents === null ? '—' : format.money(one.feeCents)) },
              { key: 'act', title: <span className="sr">{t('action.edit')}</span>, cell: (one) => <Button small kind="quiet" onPress={() => setOpen(one)}>{t('action.edit')}</Button> },
            ]}
          />
        )}
      </Pane>
      {open && setup.data && <ClinicSheet clinic={open === 'new' ? undefined : open} setup={setup.data} departmentId={departmentId} onClose={() => setOpen(undefined)} onDone={setDone} />}
    </ScheduleDesk>
  )
}

function ClinicSheet({ clinic, setup, departmentId, onClose, onDone }: { clinic: Clinic | undefined; setup: Setup; departmentId: string; onClose: () => void; onDone: (done: Done) => void }) {
  const { t } = useTranslation('supply')
  const format = useFormat()
  const pick = usePick()
  const client = useQueryClient()
  const [department, setDepartment] = useState(String(clinic?.departmentId ?? departmentId))
  const [kind, setKind] = useState<ServiceKind>(clinic?.kind ?? 'pain')
  const [name, setName] = useState(clinic?.name ?? '')
  const [nameEn, setNameEn] = useState(clinic?.nameEn ?? '')
  const [doctor, setDoctor] = useState(String(clinic?.practitionerId ?? ''))
  const [feeCode, setFee] = useState(clinic?.feeCode ?? setup.fees[0]?.code ?? '')
  const [active, setActive] = useState(clinic?.active ?? true)
  const save = useMutation<Service, Problem, ClinicToPut>({
    mutationFn: (body) => api.put<Service>('/api/supply/clinics', { body }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['supply'] })
      onDone({ text: t('clinics.saved') })
      onClose()
    },
  })
  const put = () => save.mutate({ ...(clinic ? { id: clinic.id } : {}), departmentId: Number(department), practitionerId: doctor ? Number(doctor) : null, kind, name, nameEn, feeCode, active })
  return (
    <Sheet title={t(clinic ? 'sheet.clinic-edit' : 'sheet.clinic-new')} onClose={onClose}>
      <div className="supply-form">
        <Select label={t('field.department')} value={department} onChange={(next) => { setDepartment(next); setDoctor('') }} options={setup.departments.map((each) => ({ value: String(each.id), label: pick(each.name, each.nameEn) }))} />
        <Select label={t('field.kind')} value={kind} onChange={(next) => setKind(next as ServiceKind)} options={serviceKinds.map((each) => ({ value: each, label: t(`kind.${each}`) }))} />
      </div>
      <TextField label={t('field.name')} value={name} onChange={setName} maxLength={60} required />
      <TextField label={t('field.name-en')} value={nameEn} onChange={setNameEn} maxLength={120} />
      <div className="supply-form">
        <Select label={t('field.doctor')} empty={t('field.nobody')} value={doctor} onChange={setDoctor} options={setup.practitioners.filter((each) => String(each.departmentId) === department).map((each) => ({ value: String(each.id), label: pick(each.name, each.nameEn) }))} />
        <Select label={t('field.fee')} value={feeCode} onChange={setFee} options={setup.fees.map((each) => ({ value: each.code, label: `${pick(each.name, each.nameEn)} ${format.money(each.priceCents)}` }))} />
      </div>
      <Checkbox label={t('field.active')} checked={active} onChange={setActive} />
      {save.error && <Alert tone="danger" title={save.error.title} />}
      <Buttons><Button kind="primary" busy={save.isPending} disabled={name.trim() === '' || feeCode === ''} onPress={put}>{t('action.apply')}</Button><Button onPress={onClose}>{t('action.keep')}</Button></Buttons>
    </Sheet>
  )
}
