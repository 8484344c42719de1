import { useTranslation } from 'react-i18next'
import { Avatar, Sep, Tag } from '#ui/index.ts'
import type { Desk } from '../../contract.ts'
import { VitalsStrip } from './vitals-strip.tsx'

/** Who sits here: name, age, what could harm them, what they take, how they are. */
export function PatientHead({ desk, canWrite, actions }: { desk: Desk; canWrite: boolean; actions?: React.ReactNode }) {
  const { t } = useTranslation('consulting')
  const { patient, pastVisits, currentDrugs } = desk
  const problems = [...new Set(pastVisits.map((visit) => visit.mainDiagnosis).filter((name) => name !== null))].slice(0, 3)
  return (
    <>
      <div className="consulting-patient">
        <Avatar name={patient.name.slice(-2, -1) || patient.name} tone="warm" size={46} />
        <div className="grow">
          <h2>{patient.name} <span className="muted">{t(`sex.${patient.sex}`)} {t('age', { age: patient.age })}<Sep />{t(`insurance.${patient.insuranceKind}`)}<Sep />{patient.phoneMasked}</span></h2>
          <p className="row row--wrap consulting-tags">
            {patient.allergies.map((allergy) => <Tag key={allergy} tone="danger" icon="alert">{t('allergy', { name: allergy })}</Tag>)}
            {patient.allergies.length === 0 && <Tag>{t('no-allergy')}</Tag>}
            {problems.map((name) => <Tag key={name}>{name}</Tag>)}
            {currentDrugs.length > 0 && <Tag>{t('drugs-now', { count: currentDrugs.length })}</Tag>}
          </p>
        </div>
        {actions}
      </div>
      <VitalsStrip desk={desk} canWrite={canWrite} />
    </>
  )
}
