import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useParams } from 'react-router'
import { api } from '#client/index.ts'
import type { DepartmentNode, InstitutionPage } from '#journey/throughout/directory/contract.ts'
import { Bones, Card, ErrorState, List, ListItem, Page, Pairs, Section, useFormat } from '#ui/index.ts'
import { useNames } from '../names.ts'

/** One hospital: where it is, and its departments. */
export function Component() {
  const { t } = useTranslation('booking')
  const names = useNames()
  const { institutionId = '' } = useParams()
  const read = useQuery({ queryKey: ['directory', 'institution', institutionId], queryFn: () => api.get<InstitutionPage>(`/api/directory/institutions/${institutionId}`) })
  if (!read.data) {
    return <Page title={t('find.hospital')} back="/hospitals">{read.isError ? <ErrorState problem={read.error} onRetry={() => void read.refetch()} /> : <Bones cards={[3, 5]} />}</Page>
  }
  const { institution, departments } = read.data
  const pairs = [
    { label: t('hospitals.address'), value: institution.address },
    ...(institution.phone ? [{ label: t('hospitals.phone'), value: institution.phone }] : []),
    ...(institution.howToGetHere ? [{ label: t('hospitals.way'), value: institution.howToGetHere }] : []),
  ]
  return (
    <Page title={names.pick(institution.name, institution.nameEn)} back="/hospitals">
      <Card><Pairs pairs={pairs} /></Card>
      <List label={t('hospitals.more')}><ListItem icon="wallet" title={t('hospitals.prices')} href={`/hospitals/${institutionId}/prices`} /></List>
      <Section title={t('hospitals.departments')}>
        <List label={t('hospitals.departments')}>
          {departments.map((one) => <DepartmentItem key={one.id} department={one} />)}
        </List>
      </Section>
    </Page>
  )
}

function DepartmentItem({ department }: { department: DepartmentNode }) {
  const { t } = useTranslation('booking')
  const names = useNames()
  const format = useFormat()
  const bookable = [department, ...department.children].filter((one) => one.feeFromCents !== null)
  return bookable.map((one) => (
    <ListItem
      key={one.id} title={names.pick(one.name, one.nameEn)} href={`/doctors?institution=${one.institutionId}&department=${one.id}`}
      note={[one.doctorCount > 0 ? t('hospitals.doctors', { count: one.doctorCount }) : '', one.floor && names.pick(`${one.building} ${one.floor}`, one.placeEn)].filter(Boolean).join(' · ')}
      {...(one.feeFromCents === null ? {} : { end: <span className="small muted">{t('hospitals.from', { money: format.money(one.feeFromCents, { whole: true }) })}</span> })}
    />
  ))
}
