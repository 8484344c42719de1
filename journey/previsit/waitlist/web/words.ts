import type { TFunction } from 'i18next'
import type { useFormat } from '#ui/index.ts'
import type { Entry } from '../contract.ts'

export function halvesOf(t: TFunction<'waitlist'>, halves: Entry['halves']): string {
  return halves.length === 3 ? t('half.any') : halves.map((half) => t(`half.${half}`)).join(t('half.and'))
}

export function daysOf(format: ReturnType<typeof useFormat>, { fromDay, toDay }: Pick<Entry, 'fromDay' | 'toDay'>): string {
  return fromDay === toDay ? format.date(fromDay) : `${format.date(fromDay)} – ${format.date(toDay)}`
}
