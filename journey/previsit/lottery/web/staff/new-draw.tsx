import { useState } from 'react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, isProblem } from '#client/index.ts'
import type { ServicePage } from '#journey/previsit/booking/contract.ts'
import type { DepartmentPage, InstitutionPage } from '#journey/throughout/directory/contract.ts'
import { Alert, Button, Segmented, Select, Sheet, TextField, useFormat } from '#ui/index.ts'

const MINUTE_MS = 60_000
/** Window and pause before the draw, in minutes: a few for showing it, a day in earnest. */
const windows = { '3': { window: 3, pause: 0, confirm: 10 }, '60': { window: 60, pause: 5, confirm: 60 }, '1440': { window: 1440, pause: 10, confirm: 240 } } as const
type Window = keyof typeof windows

/** Announces a draw: for whom, of which day, how many places, and how long one may apply. */
export function NewDraw({ institutionId, onClose, onMade }: { institutionId: number; onClose: () => void; onMade: (id: string) => void }) {
  const { t } = useTranslation('lottery')
  const format = useFormat()
  const client = useQueryClient()
  const [departmentId, setDepartmentId] = useState('')
  const [serviceId, setServiceId] = useState('')
  const [day, setDay] = useState('')
  const [units, setUnits] = useState('1')
  const [window, setWindow] = useState<Window>('1440')
  const { departments, services } = usePlaces(institutionId, departmentId)
  const days = useQuery({ queryKey: ['booking', 'service', institutionId, serviceId], enabled: serviceId !== '', queryFn: () => api.get<ServicePage>(`/api/booking/services/${institutionId}/${serviceId}`) })
  const free = (days.data?.days ?? []).filter((one) => one.state === 'free' || one.state === 'not-open-yet')
  const make = useMutation({
    mutationFn: async () => {
      // The platform's clock: in a demonstration it may be another day than on this machine.
      const now = Date.parse((await api.get<{ now: string }>('/api/platform/clock')).now)
      const { window: minutes, pause, confirm } = windows[window]
      const until = now + minutes * MINUTE_MS
      return api.post<{ id: string }>('/api/lottery/draws', {
        body: {
          serviceId: Number(serviceId), firstDay: day, lastDay: day, appliesFrom: new Date(now).toISOString(), appliesUntil: new Date(until).toISOString(),
          drawsAt: new Date(until + pause * MINUTE_MS).toISOString(), confirmMinutes: confirm, unitsPerPeriod: Number(units),
        },
        idempotencyKey: crypto.randomUUID?.(),
      })
    },
    onSuccess: async ({ id }) => { await client.invalidateQueries({ queryKey: ['lottery'] }); onMade(id) },
  })
  return (
    <Sheet title={t('new.title')} onClose={onClose}>
      <p className="muted">{t('new.note')}</p>
      <Select label={t('new.department')} empty={t('new.choose')} value={departmentId} onChange={(value) => { setDepartmentId(value); setServiceId(''); setDay('') }} options={departments} />
      {departmentId !== '' && <Select label={t('new.doctor')} empty={t('new.choose')} value={serviceId} onChange={(value) => { setServiceId(value); setDay('') }} options={services} />}
      {serviceId !== '' && <Select label={t('new.day')} hint={days.data && free.length === 0 ? t('new.no-days') : t('new.day-hint')} empty={t('new.choose')} value={day} onChange={setDay} options={free.map((one) => ({ value: one.day, label: `${format.date(one.day)} · ${t('new.free', { count: one.left })}` }))} />}
      <TextField type="number" label={t('new.units')} hint={t('new.units-hint')} value={units} onChange={setUnits} />
      <Segmented label={t('new.window')} value={window} onChange={(value) => setWindow(value as Window)} options={(Object.keys(windows) as Window[]).map((value) => ({ value, label: format.minutes(Number(value)) }))} />
      {isProblem(make.error) && <Alert tone="danger" title={make.error.title} />}
      <Button kind="primary" block disabled={day === '' || !(Number(units) >= 1 && Number(units) <= 20)} busy={make.isPending} onPress={() => make.mutate()}>{t('new.do')}</Button>
    </Sheet>
  )
}

function usePlaces(institutionId: number, departmentId: string) {
  const { i18n } = useTranslation('lottery')
  const pick = (chinese: string, english: string) => (i18n.language === 'en' && english ? english : chinese)
  const hospital = useQuery({ queryKey: ['directory', 'institution', String(institutionId)], queryFn: () => api.get<InstitutionPage>(`/api/directory/institutions/${institutionId}`) })
  const department = useQuery({
    queryKey: ['directory', 'department', institutionId, departmentId], enabled: departmentId !== '',
    queryFn: () => api.get<DepartmentPage>(`/api/directory/institutions/${institutionId}/departments/${departmentId}`),
  })
  return {
    departments: (hospital.data?.departments ?? []).flatMap((one) => [one, ...one.children]).filter((one) => one.feeFromCents !== null).map((one) => ({ value: String(one.id), label: pick(one.name, one.nameEn) })),
    services: (department.data?.doctors ?? []).flatMap((doctor) => doctor.services.map((one) => ({ value: String(one.id), label: `${pick(doctor.name, doctor.nameEn)} · ${pick(one.name, one.nameEn)}` }))),
  }
}
