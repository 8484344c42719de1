import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { type Language, languageOf } from '#platform/http/locales.ts'
import type { SmsTemplate } from '../contract.ts'

const Texts = z.object({
  outbox: z.object({ title: z.string(), note: z.string(), empty: z.string() }),
  sms: z.record(z.string(), z.string()),
})
const read = (language: string) => Texts.parse(JSON.parse(readFileSync(new URL(`../locales/${language}.json`, import.meta.url), 'utf8')))
const texts = { 'zh-CN': read('zh-CN'), en: read('en') }

export interface OutboxTexts {
  readonly language: Language
  readonly title: string
  readonly note: string
  readonly empty: string
  message(template: SmsTemplate, params: readonly string[]): string
  time(at: Date): string
}

/** Messages read the way the carrier's approved texts do: {1}, {2} … are the parameters. */
export function outboxTexts(headers: { cookie?: string | undefined; 'accept-language'?: string | undefined }): OutboxTexts {
  const language = languageOf(headers)
  const { outbox, sms } = texts[language]
  return {
    language,
    ...outbox,
    message: (template, params) => (sms[template] ?? '').replace(/\{(\d)\}/g, (_, i: string) => params[Number(i) - 1] ?? ''),
    time: (at) => new Intl.DateTimeFormat(language, { timeZone: 'Asia/Shanghai', hour: '2-digit', minute: '2-digit', second: '2-digit' }).format(at),
  }
}
