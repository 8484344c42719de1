import { z } from 'zod'

/** What we write to people by text message. Carriers approve each text beforehand under a number of theirs. */
export const smsTemplates = [
  'sign-in-code', 'consent-code', 'phone-moved',
  'sanction-near', 'sanction-began', 'sanction-lifted', 'appeal-answered',
  'clinic-cancelled', 'clinic-reinstated',
  'visit-reminder-72h', 'visit-reminder-24h', 'visit-reminder-2h', 'visit-reminder-elder',
  'booked-for-you',
  'draw-offered', 'draw-next', 'draw-lost',
  'visit-changed',
  'companion-invited', 'companion-arrived', 'companion-called', 'companion-seen', 'companion-all-done',
  'credit-used', 'credit-due-soon', 'credit-due-today', 'credit-overdue',
  'item-lent', 'item-overdue', 'complaint-answered',
  'turn-near', 'turn-near-en',
  'number-follows', 'number-follows-en', 'number-not-given', 'number-not-given-en',
  'result-with-doctor', 'result-with-doctor-en', 'result-return', 'result-return-en', 'result-more', 'result-more-en',
  'result-ask', 'result-ask-en', 'result-later', 'result-later-en', 'companion-result',
  'waitlist-offer', 'waitlist-group-offer', 'waitlist-booked', 'waitlist-taken',
] as const
export type SmsTemplate = (typeof smsTemplates)[number]

/** A message in the simulator's outbox, as the phone would show it. */
export const OutboxMessage = z.object({
  id: z.int(),
  phone: z.string(),
  text: z.string(),
  /** The code in it, where there is one. */
  code: z.string().nullable(),
  receivedAt: z.iso.datetime(),
})
export type OutboxMessage = z.infer<typeof OutboxMessage>
