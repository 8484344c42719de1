import { useState } from 'react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, isProblem } from '#client/index.ts'
import { Alert, Button, Checkbox, Section, Select, Sheet, TextField } from '#ui/index.ts'
import { channels, type LadderStep, type Pool, type PoolRules } from '../../contract.ts'
import { usePoolNames } from './names.ts'

const digits = (value: string) => value.replace(/\D/g, '')

/** The terms of one pool. They hold from now on; what is booked stays booked. */
export function EditPool({ pool, pools, onClose }: { pool: Pool; pools: Pool[]; onClose: () => void }) {
  const { t } = useTranslation('pools')
  const names = usePoolNames()
  const client = useQueryClient()
  const [days, setDays] = useState(String(pool.opensDaysBefore))
  const [at, setAt] = useState(pool.opensAt)
  const [closes, setCloses] = useState(String(pool.closesMinutesBefore))
  const [minAge, setMinAge] = useState(String(pool.eligibility.minAge ?? ''))
  const [seen, setSeen] = useState(String(pool.eligibility.seenWithinDays ?? ''))
  const [ways, setWays] = useState<readonly string[]>(pool.eligibility.channels ?? [])
  const [steps, setSteps] = useState<readonly LadderStep[]>(pool.steps)
  const save = useMutation({
    mutationFn: () => api.put<PoolRules>(`/api/pools/rules/${pool.code}`, { body: {
      opensDaysBefore: Number(days), opensAt: at, closesMinutesBefore: Number(closes), steps,
      eligibility: { ...(minAge === '' ? {} : { minAge: Number(minAge) }), ...(seen === '' ? {} : { seenWithinDays: Number(seen) }), ...(ways.length === 0 ? {} : { channels: ways }) },
    } }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['pools'] })
      onClose()
    },
  })
  const targets = pools.filter((one) => one.code !== pool.code && !one.byItself)
  const target = targets.at(0)
  return (
    <Sheet title={t('edit.title', { pool: names.pool(pool.code) })} onClose={onClose}>
      <div className="stack">
        {isProblem(save.error) && <Alert tone="danger" title={save.error.title} />}
        <div className="pool-form">
          <TextField label={t('edit.days')} value={days} onChange={(value) => setDays(digits(value))} inputMode="numeric" />
          <TextField type="time" label={t('edit.at')} value={at} onChange={setAt} />
          <TextField label={t('edit.closes')} value={closes} onChange={(value) => setCloses(digits(value))} inputMode="numeric" />
        </div>
        <Section title={t('edit.for')}>
          <div className="pool-form">
            <TextField label={t('edit.min-age')} hint={t('edit.empty-any')} value={minAge} onChange={(value) => setMinAge(digits(value))} inputMode="numeric" />
            <TextField label={t('edit.seen')} hint={t('edit.empty-any')} value={seen} onChange={(value) => setSeen(digits(value))} inputMode="numeric" />
          </div>
          <fieldset className="pool-ways"><legend>{t('edit.channels')}</legend>
            {channels.map((one) => <Checkbox key={one} label={t(`channel.${one}`)} checked={ways.includes(one)} onChange={(on) => setWays(on ? [...ways, one] : ways.filter((way) => way !== one))} />)}
          </fieldset>
        </Section>
        <Section title={t('rules.ladder')}>
          <p className="small muted">{t('edit.ladder-note')}</p>
          {steps.map((step, i) => (
            <StepRow key={i} step={step} number={i + 1} targets={targets} onChange={(next) => setSteps(steps.map((one, at2) => (at2 === i ? next : one)))} onRemove={() => setSteps(steps.filter((_, at2) => at2 !== i))} />
          ))}
          {steps.length < 9 && target && <Button kind="soft" icon="plus" onPress={() => setSteps([...steps, { flowsTo: target.code, daysBefore: 1, at: '07:00', sharePercent: 100 }])}>{t('edit.add-step')}</Button>}
        </Section>
        <Alert tone="info">{t('edit.from-now')}</Alert>
        <Button kind="primary" block busy={save.isPending} disabled={days === '' || at === '' || closes === ''} onPress={() => save.mutate()}>{t('edit.save')}</Button>
      </div>
    </Sheet>
  )
}

function StepRow({ step, number, targets, onChange, onRemove }: { step: LadderStep; number: number; targets: Pool[]; onChange: (step: LadderStep) => void; onRemove: () => void }) {
  const { t } = useTranslation('pools')
  const names = usePoolNames()
  return (
    <fieldset className="pool-step"><legend>{t('edit.step', { number })}</legend>
      <TextField label={t('edit.step-days')} value={String(step.daysBefore)} onChange={(value) => onChange({ ...step, daysBefore: Math.min(60, Number(digits(value))) })} inputMode="numeric" />
      <TextField type="time" label={t('edit.step-at')} value={step.at} onChange={(at) => { if (at) onChange({ ...step, at }) }} />
      <TextField label={t('edit.step-share')} value={String(step.sharePercent)} onChange={(value) => onChange({ ...step, sharePercent: Math.min(100, Number(digits(value))) })} inputMode="numeric" />
      <Select label={t('edit.step-to')} value={step.flowsTo} onChange={(flowsTo) => onChange({ ...step, flowsTo: flowsTo as LadderStep['flowsTo'] })} options={targets.map((one) => ({ value: one.code, label: names.pool(one.code) }))} />
      <Button small kind="quiet" icon="x" onPress={onRemove}>{t('edit.remove-step', { number })}</Button>
    </fieldset>
  )
}
