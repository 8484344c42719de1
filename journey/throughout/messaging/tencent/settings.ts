import { readFileSync } from 'node:fs'
import { z } from 'zod'
import type { Config } from '#platform/config/index.ts'
import { type SmsTemplate, smsTemplates } from '../contract.ts'

export interface SmsAccount {
  readonly url: string
  readonly secretId: string
  readonly secretKey: string
  readonly appId: string
  readonly signName: string
  readonly region: string
  readonly templates: Readonly<Record<SmsTemplate, string>>
}

export const simulatorPath = '/simulator/sms'

/** Published: it protects nothing but the demonstration's own simulator. */
export const simulatorAccount: Omit<SmsAccount, 'url'> = {
  secretId: 'AKIDdemo',
  secretKey: 'a-key-everybody-may-know',
  appId: '1400000000',
  signName: '六心',
  region: 'ap-shanghai',
  templates: Object.fromEntries(smsTemplates.map((template, i) => [template, String(1_000_001 + i)])) as Record<SmsTemplate, string>,
}

const KeyFile = z.object({
  secretId: z.string().min(1),
  secretKey: z.string().min(1),
  appId: z.string().min(1),
  region: z.string().default('ap-guangzhou'),
  templates: z.record(z.enum(smsTemplates), z.string()),
})

/** The carrier of this deployment; in a demonstration the simulator of this very server; null: none is connected. */
export function smsAccount(config: Config, ownUrl: () => string): (() => SmsAccount) | null {
  if (config.sms) {
    const key = KeyFile.parse(JSON.parse(readFileSync(config.sms.keyFile, 'utf8')))
    const account = { url: config.sms.url, signName: config.sms.signName, ...key }
    return () => account
  }
  return config.demo ? () => ({ ...simulatorAccount, url: ownUrl() + simulatorPath }) : null
}
