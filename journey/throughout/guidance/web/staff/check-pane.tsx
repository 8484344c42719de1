import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Alert, Button, Chip, Chips, ConfirmDialog } from '#ui/index.ts'
import { diffOf, faultsOf, partsOf, type PlanDocument, type PlanRepair } from '../../contract.ts'
import { useName } from '../map/names.ts'
import { usePublish, useStaff } from './plan-data.ts'

interface CheckPaneProps {
  readonly plan: PlanDocument
  readonly published: PlanDocument | null
  readonly repairs: readonly PlanRepair[]
  readonly campusId: number
  readonly revision: number
  readonly isChanged: boolean
  onKeep(): Promise<{ revision: number }>
  onSelect(id: string): void
}

const SHOWN = 12

/** Before publishing: faults, rooms nobody could reach, and what would change for everybody. */
export function CheckPane({ plan, published, repairs, campusId, revision, isChanged, onKeep, onSelect }: CheckPaneProps) {
  const { t } = useTranslation('guidance')
  const name = useName()
  const { mayDraw } = useStaff()
  const publish = usePublish()
  const [asking, setAsking] = useState(false)
  const faults = useMemo(() => faultsOf(plan), [plan])
  const apart = useMemo(() => partsOf(plan).slice(1).flat().filter((unit) => unit.kind !== 'closed'), [plan])
  const diff = useMemo(() => diffOf(published ?? undefined, plan), [plan, published])
  const changes = diff.added.length + diff.removed.length + diff.changed.length
  const put = async (): Promise<void> => {
    const kept = isChanged || revision === 0 ? await onKeep() : { revision }
    await publish.mutateAsync({ campusId, revision: kept.revision })
    location.assign('/staff/plans')
  }
  return (
    <section className="stack" aria-label={t('check.title')}>
      <h2>{t('check.title')}</h2>
      {faults.length > 0 && <Alert tone="danger" title={t('check.faults', { count: faults.length })}>{faults.slice(0, SHOWN).map((fault) => <span key={`${fault.feature}${fault.code}`} className="guide-id" style={{ display: 'block' }}>{fault.feature}: {t(`import.fault.${fault.code}`)}</span>)}</Alert>}
      {apart.length > 0
        ? <Alert tone="warning" title={t('check.apart', { count: apart.length })}><Chips label={t('check.apart-list')}>{apart.slice(0, SHOWN).map((unit) => <Chip key={unit.id} pressed={false} onPress={() => onSelect(unit.id)}>{name(unit)}</Chip>)}</Chips></Alert>
        : <Alert tone="success" title={t('check.whole')} />}
      {repairs.length > 0 && <p className="small muted">{t('check.repairs', { count: plan.openings.filter(({ inferred }) => inferred).length })}</p>}
      <p className="small">{changes === 0 ? t('check.same') : t('check.diff', { added: diff.added.length, changed: diff.changed.length, removed: diff.removed.length })}</p>
      {mayDraw && <Button kind="now" block disabled={faults.length > 0 || changes === 0} onPress={() => setAsking(true)}>{t('check.publish')}</Button>}
      {asking && (
        <ConfirmDialog
          title={t('check.ask')} kind="primary" confirm={t('check.publish')} keep={t('check.not-yet')} busy={publish.isPending} error={publish.isError ? <Alert tone="danger" title={publish.error.title} /> : undefined}
          onKeep={() => setAsking(false)} onConfirm={() => void put().catch(() => undefined)}
        >
          <p>{t('check.diff', { added: diff.added.length, changed: diff.changed.length, removed: diff.removed.length })}</p>
          {apart.length > 0 && <p>{t('check.apart', { count: apart.length })}</p>}
        </ConfirmDialog>
      )}
    </section>
  )
}
