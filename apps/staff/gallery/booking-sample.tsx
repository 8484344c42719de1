import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Day, Days, DoctorRow, List, Money, Section, Slot, Slots, useFormat } from '#ui/index.ts'

const days = [{ day: '2026-03-18', left: 3 }, { day: '2026-03-19', left: 6 }, { day: '2026-03-23', left: 0 }, { day: '2026-03-24', left: 14 }]
const times = ['8:30', '8:45', '9:00', '9:15', '9:30']

export function BookingSample() {
  const { t } = useTranslation('gallery')
  const format = useFormat()
  const [day, setDay] = useState('2026-03-19')
  const [time, setTime] = useState('9:15')
  const left = (count: number) => (count > 0 ? t('left', { count }) : t('waitlist'))
  return (
    <Section title={t('find')} aside={t('found')}>
      <List>
        <DoctorRow href="/gallery" name={t('doctor')} rank={t('rank')} speciality={t('speciality')} hospital={t('hospital')} distance={t('distance')} skill={t('skill')} price={<Money cents={5000} whole />} next={{ text: t('free-next'), state: 'free' }} hint={t('after-insurance')} />
        <DoctorRow href="/gallery" name={t('doctor-2')} rank={t('rank')} hospital={t('hospital')} tone="plum" next={{ text: t('full-next'), state: 'waitlist' }} />
        <DoctorRow href="/gallery" name={t('doctor-3')} rank={t('rank')} hospital={t('hospital')} tone="blue" next={{ text: t('stopped'), state: 'stopped' }} />
      </List>
      <Days label={t('days')}>
        {days.map((one) => <Day key={one.day} weekday={format.weekday(one.day)} date={Number(one.day.slice(-2))} left={left(one.left)} state={one.left > 0 ? 'free' : 'full'} pressed={one.day === day} onPress={() => setDay(one.day)} />)}
      </Days>
      <Slots label={t('morning')}>
        {times.map((one, at) => <Slot key={one} time={one} left={at === 0 ? t('past') : left(at === 1 ? 0 : at)} state={at === 0 ? 'past' : at === 1 ? 'full' : 'free'} chosen={one === time} onPress={() => setTime(one)} />)}
      </Slots>
    </Section>
  )
}
