import type { AppointmentDetail } from '../contract.ts'

export type Language = 'zh-CN' | 'en'

const WORDS = {
  'zh-CN': { with: '看', remind: '明天看医生', bring: '带身份证或医保卡。取消或改时间请在六心里办。', calendar: '六心 看病安排' },
  en: { with: 'Visit', remind: 'Doctor tomorrow', bring: 'Bring your ID or insurance card. Cancel or move it in Liuxin.', calendar: 'Liuxin appointments' },
} as const

/** The appointment as a calendar file (RFC 5545), with reminders a day and two hours before. Names the place, never a complaint. */
export function calendarFile(appointment: AppointmentDetail, language: Language, now: Date): string {
  return asFile([`METHOD:${isOver(appointment) ? 'CANCEL' : 'PUBLISH'}`, ...eventOf(appointment, language, now)])
}

/** Several appointments as one calendar that a device reads again and again. */
export function calendarOf(appointments: readonly AppointmentDetail[], language: Language, now: Date): string {
  const name = WORDS[language].calendar
  return asFile(['METHOD:PUBLISH', `X-WR-CALNAME:${name}`, `NAME:${name}`, 'REFRESH-INTERVAL;VALUE=DURATION:PT1H', 'X-PUBLISHED-TTL:PT1H',
    ...appointments.flatMap((one) => eventOf(one, language, now))])
}

function asFile(lines: readonly string[]): string {
  const all = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Liuxin//Booking//EN', 'CALSCALE:GREGORIAN', ...lines, 'END:VCALENDAR']
  return `${all.map(fold).join('\r\n')}\r\n`
}

const isOver = ({ status }: AppointmentDetail) => status === 'cancelled' || status === 'suspended'

function eventOf(appointment: AppointmentDetail, language: Language, now: Date): string[] {
  const { place } = appointment
  const words = WORDS[language]
  const doctor = language === 'en' ? place.practitioner?.nameEn : place.practitioner?.name
  const hospital = language === 'en' ? place.institutionNameEn : place.institutionName
  const over = isOver(appointment)
  const moved = Date.parse(appointment.movedFrom ?? appointment.startsAt) !== Date.parse(appointment.startsAt)
  return [
    'BEGIN:VEVENT', `UID:${appointment.id}@liuxin`, `DTSTAMP:${utc(now.toISOString())}`,
    `SEQUENCE:${(moved ? 1 : 0) + (over ? 1 : 0)}`,
    `DTSTART:${utc(appointment.startsAt)}`, `DTEND:${utc(appointment.endsAt)}`,
    `SUMMARY:${escape(`${words.with} ${doctor ?? hospital}`)}`,
    `LOCATION:${escape([hospital, place.address, place.building, place.floor, appointment.room].filter(Boolean).join(' '))}`,
    `DESCRIPTION:${escape(words.bring)}`, `STATUS:${over ? 'CANCELLED' : 'CONFIRMED'}`,
    ...(over ? [] : [...alarm('-P1D', words.remind), ...alarm('-PT2H', words.with)]),
    'END:VEVENT',
  ]
}

function alarm(trigger: string, text: string): string[] {
  return ['BEGIN:VALARM', 'ACTION:DISPLAY', `TRIGGER:${trigger}`, `DESCRIPTION:${escape(text)}`, 'END:VALARM']
}

function utc(instant: string): string {
  return new Date(instant).toISOString().replaceAll(/[-:]|\.\d{3}/g, '')
}

function escape(text: string): string {
  return text.replaceAll(/[\\;,]/g, (sign) => `\\${sign}`).replaceAll('\n', '\\n')
}

/** A line is at most 75 bytes; what is longer goes on behind a space, never inside a character. */
function fold(line: string): string {
  const parts: string[] = ['']
  let bytes = 0
  for (const character of line) {
    const size = Buffer.byteLength(character)
    if (bytes + size > 73) {
      parts.push('')
      bytes = 0
    }
    parts[parts.length - 1] += character
    bytes += size
  }
  return parts.join('\r\n ')
}
