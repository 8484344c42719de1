const parts = new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Shanghai', month: 'numeric', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })

/** 11-24 09:30, as a short message has it. */
export function formatWhen(at: Date): string {
  const of = Object.fromEntries(parts.formatToParts(at).map((part) => [part.type, part.value]))
  return `${of['month']}-${of['day']} ${of['hour']}:${of['minute']}`
}
