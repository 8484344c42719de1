import { useState } from 'react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, isProblem } from '#client/index.ts'
import { serviceKinds } from '#journey/throughout/directory/contract.ts'
import { Alert, Button, EmptyState, IconButton, List, ListItem, Pane, Section, Select, TextField } from '#ui/index.ts'
import type { PoolRules, Share } from '../../contract.ts'
import { usePoolNames } from './names.ts'
import { useClinicDepartments, useStaff } from './use-staff.ts'

/** Percentages: which part of whose units a pool has. */
export function Shares({ rules }: { rules: PoolRules }) {
  const { t } = useTranslation('pools')
  const names = usePoolNames()
  const client = useQueryClient()
  const departments = useClinicDepartments(useStaff()?.institutionId)
  const end = useMutation({ mutationFn: (id: string) => api.post(`/api/pools/shares/${id}/end`, { body: {} }), onSettled: () => client.invalidateQueries({ queryKey: ['pools'] }) })
  const whose = (share: Share) => {
    const department = departments.find((one) => one.id === share.departmentId)
    return [department ? names.pick(department.name, department.nameEn) : '', share.kind ? t(`kind.${share.kind}`) : t('share.any-kind')].filter(Boolean).join(' · ')
  }
  return (
    <Pane label={t('share.title')} paper head={<h2>{t('share.title')}</h2>}>
      <div className="stack">
        <p className="small muted">{t('share.note')}</p>
        {rules.shares.length === 0 && <EmptyState title={t('share.none')}>{t('share.none-note')}</EmptyState>}
        {rules.shares.length > 0 && (
          <List label={t('share.title')}>
            {rules.shares.map((share) => (
              <ListItem key={share.id} title={t('share.line', { percent: share.percent, pool: names.pool(share.pool) })} note={whose(share)}
                end={<IconButton icon="x" label={t('share.end', { pool: names.pool(share.pool) })} onPress={() => end.mutate(share.id)} />} />
            ))}
          </List>
        )}
        <NewShare rules={rules} departments={departments} />
      </div>
    </Pane>
  )
}

function NewShare({ rules, departments }: { rules: PoolRules; departments: ReturnType<typeof useClinicDepartments> }) {
  const { t } = useTranslation('pools')
  const names = usePoolNames()
  const client = useQueryClient()
  const [pool, setPool] = useState('family-doctor')
  const [kind, setKind] = useState('expert')
  const [departmentId, setDepartmentId] = useState('')
  const [percent, setPercent] = useState('30')
  const set = useMutation({
    mutationFn: () => api.post<PoolRules>('/api/pools/shares', { body: { pool, percent: Number(percent), kind: kind || null, departmentId: departmentId ? Number(departmentId) : null, serviceId: null } }),
    onSettled: () => client.invalidateQueries({ queryKey: ['pools'] }),
  })
  const choices = rules.pools.filter((one) => !one.byItself && one.code !== 'public')
  return (
    <Section title={t('share.new')}>
      {isProblem(set.error) && <Alert tone="danger" title={set.error.title} />}
      {set.isSuccess && <Alert tone="success" title={t('share.set')}>{t('share.set-note')}</Alert>}
      <Select label={t('share.pool')} value={pool} onChange={setPool} options={choices.map((one) => ({ value: one.code, label: names.pool(one.code) }))} />
      <Select label={t('share.kind')} empty={t('share.any-kind')} value={kind} onChange={setKind} options={serviceKinds.map((one) => ({ value: one, label: t(`kind.${one}`) }))} />
      <Select label={t('share.department')} empty={t('share.any-department')} value={departmentId} onChange={setDepartmentId} options={departments.map((one) => ({ value: String(one.id), label: names.pick(one.name, one.nameEn) }))} />
      <TextField label={t('share.percent')} value={percent} onChange={(value) => setPercent(value.replace(/\D/g, '').slice(0, 3))} inputMode="numeric" />
      <Button kind="primary" block busy={set.isPending} disabled={percent === '' || Number(percent) > 100} onPress={() => set.mutate()}>{t('share.do')}</Button>
    </Section>
  )
}
