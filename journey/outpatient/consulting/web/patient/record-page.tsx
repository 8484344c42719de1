import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useParams } from 'react-router'
import { api } from '#client/index.ts'
import { Alert, Bones, Card, EmptyState, ErrorState, List, ListItem, Money, Page, Section, Sep, Tag, useFormat } from '#ui/index.ts'
import type { IconName } from '#ui/index.ts'
import { NOTE_PARTS } from '../../contract.ts'
import type { Note, Order, OrderKind, VisitRecord } from '../../contract.ts'
import { howToTake } from '../how-to-take.ts'
import './records.css'

const icons: Record<OrderKind, IconName> = { examination: 'pulse', laboratory: 'flask', drug: 'pill', procedure: 'hand' }

/** One visit as the patient reads it: first what to do, then what it is, then everything the doctor wrote. */
export function Component() {
  const { t, i18n } = useTranslation('consulting')
  const format = useFormat()
  const { institutionId, visitId } = useParams()
  const read = useQuery({
    queryKey: ['consulting', 'record', institutionId, visitId],
    queryFn: () => api.get<VisitRecord>(`/api/consulting/records/${institutionId}/${visitId}`),
  })
  if (read.isPending) return <Page title={t('record.title')} back="/records"><Bones cards={[2, 3]} /></Page>
  if (read.isError) return <Page title={t('record.title')} back="/records"><ErrorState problem={read.error} onRetry={() => void read.refetch()} /></Page>
  const { visit, note, orders, corrected } = read.data
  const isEnglish = i18n.language === 'en'
  const department = (isEnglish && visit.departmentNameEn) || visit.departmentName
  const doctor = (isEnglish && visit.practitionerNameEn) || visit.practitionerName
  return (
    <Page title={t('record.title')} back="/records">
      <p className="muted consulting-where">{format.date(visit.startedAt)}<Sep />{(isEnglish && visit.institutionNameEn) || visit.institutionName}<Sep />{department}<Sep />{t('records.doctor', { name: doctor })}</p>
      {note === null && <EmptyState title={t('record.not-signed')}>{t('record.not-signed-body')}</EmptyState>}
      {corrected && note && <Alert tone="info">{t('record.corrected', { reason: note.reason })}</Alert>}
      {note?.advice && <Section title={t('record.advice')}><Card><p className="consulting-advice">{note.advice}</p></Card></Section>}
      {note && <Diagnoses note={note} />}
      {note && <Orders orders={orders} billHref={`/bills/${visit.institutionId}/${visit.visitId}`} />}
      {note && <WrittenNote note={note} doctor={doctor} />}
    </Page>
  )
}

function Diagnoses({ note }: { note: Note }) {
  const { t, i18n } = useTranslation('consulting')
  return (
    <Section title={t('record.diagnosis')}>
      <Card>
        <ul className="consulting-plain">
          {note.diagnoses.map((diagnosis) => <li key={`${diagnosis.code} ${diagnosis.name}`}>{(i18n.language === 'en' && diagnosis.nameEn) || diagnosis.name} {diagnosis.main && note.diagnoses.length > 1 && <Tag tone="brand">{t('record.main')}</Tag>}</li>)}
        </ul>
      </Card>
    </Section>
  )
}

function Orders({ orders, billHref }: { orders: readonly Order[]; billHref: string }) {
  const { t, i18n } = useTranslation('consulting')
  return (
    <Section title={t('record.orders')}>
      {orders.length === 0 ? <Card><p className="muted">{t('record.no-orders')}</p></Card> : (
        <List label={t('record.orders')}>
          {orders.map((order) => <ListItem key={order.id} icon={icons[order.kind]} title={(i18n.language === 'en' && order.nameEn) || order.name} note={howToTake(order, t)} end={<Money cents={order.totalCents} />} />)}
          <ListItem icon="receipt" title={t('record.bill')} href={billHref} />
        </List>
      )}
    </Section>
  )
}

function WrittenNote({ note, doctor }: { note: Note; doctor: string }) {
  const { t, i18n } = useTranslation('consulting')
  const format = useFormat()
  const signer = (i18n.language === 'en' && note.signedByNameEn) || note.signedByName || doctor
  const written = NOTE_PARTS.filter((part) => part !== 'advice' && note[part])
  return (
    <Section title={t('record.note')}>
      <Card>
        {written.map((part) => <div className="consulting-written" key={part}><h3>{t(`note.${part}`)}</h3><p>{note[part]}</p></div>)}
        {note.signedAt && <p className="small muted">{t('record.signed', { name: signer, when: format.dayTime(note.signedAt) })}</p>}
      </Card>
    </Section>
  )
}
