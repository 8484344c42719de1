import { useTranslation } from 'react-i18next'
import { Button, List, Tag, useFormat } from '#ui/index.ts'
import type { IncidentShown } from '../../contract.ts'
import { AppealState } from './appeal-state.tsx'
import './fairness.css'

/** The visits concerned, newest first, each with its own way to say what happened. */
export function IncidentList({ incidents, institutionId, onTell }: { incidents: readonly IncidentShown[]; institutionId: number; onTell: (incidentId: string) => void }) {
  const { t } = useTranslation('fairness')
  return <List label={t('mine.list')}>{incidents.map((incident) => <Incident key={incident.appointmentId} incident={incident} institutionId={institutionId} onTell={() => onTell(incident.appointmentId)} />)}</List>
}

function Incident({ incident, institutionId, onTell }: { incident: IncidentShown; institutionId: number; onTell: () => void }) {
  const { t, i18n } = useTranslation('fairness')
  const format = useFormat()
  const pick = (chinese: string, english: string) => (i18n.language === 'en' && english) || chinese
  const { appeal, excuse, counts } = incident
  const mayTell = counts && (appeal === null || appeal.state === 'declined' || appeal.state === 'withdrawn')
  return (
    <li className="fairness-incident">
      <div className="row row--wrap">
        <b className="grow">{format.dayTime(incident.startsAt)}</b>
        {excuse === null ? <Tag tone={counts ? 'warning' : 'neutral'}>{t(counts ? 'mine.counts' : 'mine.counts-not')}</Tag> : <Tag tone="success" icon="check">{t('mine.excused', { reason: t(`excuse.${excuse}`) })}</Tag>}
      </div>
      <p className="small muted">{[t(`kind.${incident.kind}`), pick(incident.departmentName, incident.departmentNameEn), pick(incident.practitionerName, incident.practitionerNameEn)].filter(Boolean).join(' · ')}</p>
      {appeal && <AppealState appeal={appeal} institutionId={institutionId} />}
      {mayTell && <Button small kind="soft" onPress={onTell}>{t('mine.tell')}</Button>}
    </li>
  )
}
