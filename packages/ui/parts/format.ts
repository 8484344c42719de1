import { useTranslation } from 'react-i18next'

export type Language = 'zh-CN' | 'en'
type Instant = string | number | Date

const zone = 'Asia/Shanghai'
const dayMs = 86_400_000
const makers = new Map<string, Intl.DateTimeFormat>()

// Making a formatter costs far more than using it, and a list makes hundreds.
function maker(language: Language, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = language + JSON.stringify(options)
  const known = makers.get(key) ?? new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : 'zh-CN', { timeZone: zone, ...options })
  makers.set(key, known)
  return known
}

function part(language: Language, options: Intl.DateTimeFormatOptions, instant: Instant): string {
  return maker(language, options).format(new Date(instant))
}

/** Local calendar day as 2026-03-19, whatever zone the phone is in. A bare date stays itself. */
export function localDay(instant: Instant): string {
  if (typeof instant === 'string' && /^\d{4}-\d\d-\d\d$/.test(instant)) return instant
  return new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(new Date(instant))
}

const days = (instant: Instant) => Date.parse(`${localDay(instant)}T00:00:00Z`) / dayMs
const at = (instant: Instant): Instant => (typeof instant === 'string' && instant.length === 10 ? `${instant}T12:00:00+08:00` : instant)

/** 9:40 */
export function formatTime(instant: Instant, _language: Language = 'zh-CN'): string {
  return part('en', { hour: 'numeric', minute: '2-digit', hourCycle: 'h23' }, instant).replace(/^0(\d)/, '$1')
}

/** 9:40–9:50 */
export function formatTimeRange(from: Instant, to: Instant): string {
  return `${formatTime(from)}–${formatTime(to)}`
}

/** 周四 / Thu */
export function formatWeekday(day: Instant, language: Language): string {
  return part(language, { weekday: 'short' }, at(day))
}

/** 3 月 19 日 周四 / Thu 19 Mar; with the year when it is not this one. */
export function formatDate(day: Instant, language: Language, now: Instant = Date.now()): string {
  const [year, month, date] = localDay(day).split('-').map(Number)
  const foreign = localDay(now).slice(0, 4) !== String(year)
  if (language === 'zh-CN') return `${foreign ? `${year} 年 ` : ''}${month} 月 ${date} 日 ${formatWeekday(day, language)}`
  return `${formatWeekday(day, language)} ${part(language, { day: 'numeric', month: 'short', ...(foreign ? { year: 'numeric' } : {}) }, at(day))}`
}

const near: Record<Language, Record<number, string>> = {
  'zh-CN': { [-1]: '昨天', 0: '今天', 1: '明天', 2: '后天' },
  en: { [-1]: 'Yesterday', 0: 'Today', 1: 'Tomorrow' },
}

/** 今天 / 明天 / 后天, otherwise the date. */
export function formatDay(day: Instant, language: Language, now: Instant = Date.now()): string {
  return near[language][days(day) - days(now)] ?? formatDate(day, language, now)
}

/** 25 分钟 / 1 小时 20 分 */
export function formatMinutes(minutes: number, language: Language): string {
  const hours = Math.floor(minutes / 60)
  const rest = Math.round(minutes % 60)
  if (language === 'en') return [hours && `${hours} h`, (rest || !hours) && `${rest} min`].filter(Boolean).join(' ')
  if (!hours) return `${rest} 分钟`
  return rest ? `${hours} 小时 ${rest} 分` : `${hours} 小时`
}

/** 18–30 分钟; one figure when both ends meet. */
export function formatMinuteRange(low: number, high: number, language: Language): string {
  const [from, to] = [Math.round(low), Math.round(high)]
  return `${from === to ? from : `${from}–${to}`} ${language === 'en' ? 'min' : '分钟'}`
}

/** ¥84.40. `bare` leaves the sign away, `whole` drops ".00" when there are no cents. */
export function formatMoney(cents: number, options: { bare?: boolean | undefined; whole?: boolean | undefined } = {}): string {
  const amount = Math.abs(cents)
  const yuan = Math.floor(amount / 100).toString().replace(/\B(?=(\d{3})+$)/g, ',')
  const rest = (amount % 100).toString().padStart(2, '0')
  return `${cents < 0 ? '−' : ''}${options.bare ? '' : '¥'}${yuan}${options.whole && rest === '00' ? '' : `.${rest}`}`
}

/** All of the above, bound to the reader's language. */
export function useFormat() {
  const { i18n } = useTranslation('ui')
  const language: Language = i18n.language === 'en' ? 'en' : 'zh-CN'
  return {
    language,
    time: formatTime,
    timeRange: formatTimeRange,
    money: formatMoney,
    weekday: (day: Instant) => formatWeekday(day, language),
    date: (day: Instant) => formatDate(day, language),
    day: (day: Instant) => formatDay(day, language),
    dayTime: (instant: Instant) => `${formatDay(instant, language)} ${formatTime(instant)}`,
    minutes: (minutes: number) => formatMinutes(minutes, language),
    /** A name as the reader's language has it, where there is one. */
    name: (name: string, nameEn: string | undefined) => (language === 'en' && nameEn) || name,
    minuteRange: (low: number, high: number) => formatMinuteRange(low, high, language),
  }
}

const NUMBERED_DOOR = /^\s*([A-Z]?\d+)\s*号?诊室$/

/** The number of a door that is named by it (5诊室, A01 诊室, 12号诊室), so that any language can say it; undefined for others. */
export const doorNumber = (room: string): string | undefined => NUMBERED_DOOR.exec(room)?.[1]
