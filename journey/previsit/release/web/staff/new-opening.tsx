import { useState } from 'react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, isProblem } from '#client/index.ts'
import type { SessionState } from '#journey/throughout/access/contract.ts'
import type { DepartmentPage, InstitutionPage } from '#journey/throughout/directory/contract.ts'
import { Alert, Button, localDay, Segmented, Select, Sheet, TextField } from '#ui/index.ts'

const DAY_MS = 86_400_000
type When = '2' | '10' | 'at'

/** Plans a release: whose units, of which day, and when they open. */
export function NewOpening({ onClose, onMade }: { onClose: () => void; onMade: (id: string) => void }) {
  const { t } = useTranslation('release')
  const client = useQueryClient()
  const serverNow = useServerNow()
  const [departmentId, setDepartmentId] = useState('')
  const [serviceId, setServiceId] = useState('')
  const [day, setDay] = useState(() => localDay(Date.now() + DAY_MS))
  const [when, setWhen] = useState<When>('2')
  const [at, setAt] = useState('07:00')
  const plan = useMutation({
    mutationFn: () => {
      const now = serverNow()
      const opensAt = when === 'at' ? nextAt(at, now) : new Date(now + Number(when) * 60_000)
      return api.post<{ id: string }>('/api/release/openings', {
        body: { departmentId: departmentId ? Number(departmentId) : null, serviceId: serviceId ? Number(serviceId) : null, day, opensAt: opensAt.toISOString(), ...(when === 'at' ? {} : { minutesBefore: Number(when) }) },
      })
    },
    onSuccess: async ({ id }) => { await client.invalidateQueries({ queryKey: ['release'] }); onMade(id) },
  })
  const { departments, services } = usePlaces(departmentId)
  return (
    <Sheet title={t('new.title')} onClose={onClose}>
      <p className="muted">{t('new.note')}</p>
      <Select label={t('new.department')} empty={t('new.whole-hospital')} value={departmentId} onChange={(value) => { setDepartmentId(value); setServiceId('') }} options={departments} />
      {departmentId !== '' && <Select label={t('new.service')} empty={t('new.whole-department')} value={serviceId} onChange={setServiceId} options={services} />}
      <TextField type="date" label={t('new.day')} hint={t('new.day-hint')} value={day} onChange={setDay} />
      <Segmented label={t('new.when')} value={when} onChange={(value) => setWhen(value as When)} options={[{ value: '2', label: t('new.in', { count: 2 }) }, { value: '10', label: t('new.in', { count: 10 }) }, { value: 'at', label: t('new.at') }]} />
      {when === 'at' && <TextField label={t('new.time')} hint={t('new.time-hint')} value={at} onChange={setAt} inputMode="numeric" maxLength={5} />}
      {isProblem(plan.error) && <Alert tone="danger" title={plan.error.title} />}
      <Button kind="primary" block disabled={!/^\d{4}-\d\d-\d\d$/.test(day) || (when === 'at' && !/^\d\d:\d\d$/.test(at))} busy={plan.isPending} onPress={() => plan.mutate()}>{t('new.do')}</Button>
    </Sheet>
  )
}

/** The platform's clock: in a demonstration it may be another day than on this machine. */
function useServerNow(): () => number {
  const read = useQuery({ queryKey: ['platform', 'clock'], staleTime: 0, queryFn: async () => ({ now: Date.parse((await api.get<{ now: string }>('/api/platform/clock')).now), heardAt: Date.now() }) })
  return () => (read.data ? read.data.now + (Date.now() - read.data.heardAt) : Date.now())
}

/** The next such time in the region's zone. */
function nextAt(time: string, now: number): Date {
  const today = Date.parse(`${localDay(now)}T${time}:00+08:00`)
  return new Date(today > now ? today : today + DAY_MS)
}

function usePlaces(departmentId: string) {
  const { i18n } = useTranslation('release')
  const pick = (chinese: string, english: string) => (i18n.language === 'en' && english ? english : chinese)
  const session = useQuery({ queryKey: ['access', 'session'], queryFn: () => api.get<SessionState>('/api/access/session', { anonymous: true }), staleTime: 60_000 })
  const institutionId = session.data?.staff?.institutionId
  const hospital = useQuery({
    queryKey: ['directory', 'institution', String(institutionId)], enabled: institutionId !== undefined,
    queryFn: () => api.get<InstitutionPage>(`/api/directory/institutions/${institutionId}`),
  })
  const department = useQuery({
    queryKey: ['directory', 'department', institutionId, departmentId], enabled: institutionId !== undefined && departmentId !== '',
    queryFn: () => api.get<DepartmentPage>(`/api/directory/institutions/${institutionId}/departments/${departmentId}`),
  })
  return {
    departments: (hospital.data?.departments ?? []).flatMap((one) => [one, ...one.children]).filter((one) => one.feeFromCents !== null).map((one) => ({ value: String(one.id), label: pick(one.name, one.nameEn) })),
    services: (department.data?.doctors ?? []).flatMap((doctor) => doctor.services.map((one) => ({ value: String(one.id), label: `${pick(doctor.name, doctor.nameEn)} · ${pick(one.name, one.nameEn)}` }))),
  }
}
