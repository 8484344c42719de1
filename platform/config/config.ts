import { resolve } from 'node:path'
import { readEnvironment, type Environment } from './env.ts'
import { readers, type Readers } from './readers.ts'

const regionSizes = ['small', 'city', 'none'] as const
const cryptoSuites = ['intl', 'gm'] as const
const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const

export type RegionSize = (typeof regionSizes)[number]
export type CryptoSuite = (typeof cryptoSuites)[number]
export type LogLevel = (typeof logLevels)[number]

/** WeChat Pay, API version 3: the merchant signs with its private key, the platform with its own. */
export interface WechatPaySettings {
  readonly url: string
  readonly appId: string
  readonly merchantId: string
  readonly merchantSerial: string
  readonly privateKeyFile: string
  readonly platformKeyFile: string
  readonly apiKeyFile: string
}

/** Alipay's open interface: the app signs with its private key, Alipay with its own. */
export interface AlipaySettings {
  readonly url: string
  readonly appId: string
  readonly sellerId: string
  readonly privateKeyFile: string
  readonly alipayKeyFile: string
}

/** An acquirer of bank cards: its gateway, the merchant, and a file with the terminals and their keys. */
export interface BankcardSettings {
  readonly url: string
  readonly merchantId: string
  readonly terminalsFile: string
}

export interface SmsSettings {
  readonly url: string
  readonly keyFile: string
  readonly signName: string
}

export interface RealNameSettings {
  readonly url: string
  readonly keyFile: string
}

/** The public interface of the national medical-insurance platform, usually through a hospital's front-end machine. */
export interface InsuranceSettings {
  readonly url: string
  readonly area: string
  readonly privateKeyFile: string
  readonly platformKeyFile: string
}

export interface Config {
  readonly port: number
  readonly host: string
  /** How browsers reach us, without a slash at the end. */
  readonly publicUrl: string
  /** Absent: the embedded PostgreSQL under `dataDir`. */
  readonly databaseUrl: string | undefined
  /** Absolute path. */
  readonly dataDir: string
  readonly regionSize: RegionSize
  /** Synthetic people, demo sign-ins, and simulators in the place of the outside world. */
  readonly demo: boolean
  readonly cryptoSuite: CryptoSuite
  /** Absolute path; the file is made at the first start when it is absent. */
  readonly cryptoKeysFile: string
  readonly logLevel: LogLevel
  /** How long running requests and jobs may take to finish after SIGTERM. */
  readonly shutdownSeconds: number
  /** How many bookings may share one call of the database; 1 books each by itself. */
  readonly bookingBatch: number
  /** Absent: the local simulator in a demo; otherwise this way is closed. The same holds for those below. */
  readonly wechatPay: WechatPaySettings | undefined
  readonly alipay: AlipaySettings | undefined
  readonly bankcard: BankcardSettings | undefined
  readonly sms: SmsSettings | undefined
  readonly realName: RealNameSettings | undefined
  readonly insurance: InsuranceSettings | undefined
  /** Legal, but an operator should know. */
  readonly warnings: readonly string[]
}

/** Everything that is wrong with the settings, in one go: nobody should have to find faults one start at a time. */
export class ConfigError extends Error {
  readonly faults: readonly string[]
  constructor(faults: readonly string[]) {
    super(`The settings cannot be used:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`)
    this.name = 'ConfigError'
    this.faults = faults
  }
}

/** Judges the environment. Throws {@link ConfigError} with every fault. */
export function loadConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const environment = readEnvironment(env)
  const read = readers(environment)
  const port = read.integer('PORT', { least: 1, most: 65_535, otherwise: 8080 })
  const host = environment.HOST ?? '127.0.0.1'
  const databaseUrl = read.url('DATABASE_URL', ['postgres:', 'postgresql:'])
  const dataDir = resolve(environment.DATA_DIR ?? 'data')
  const demo = read.onOff('DEMO', databaseUrl === undefined)
  const found = {
    port,
    host,
    publicUrl: (read.url('PUBLIC_URL', ['http:', 'https:']) ?? defaultPublicUrl(host, port)).replace(/\/+$/, ''),
    databaseUrl,
    dataDir,
    regionSize: read.oneOf('REGION_SIZE', regionSizes, demo ? 'small' : 'none'),
    demo,
    cryptoSuite: read.oneOf('CRYPTO_SUITE', cryptoSuites, 'intl'),
    cryptoKeysFile: resolve(environment.CRYPTO_KEYS_FILE ?? `${dataDir}/keys.json`),
    logLevel: read.oneOf('LOG_LEVEL', logLevels, 'info'),
    shutdownSeconds: read.integer('SHUTDOWN_SECONDS', { least: 1, most: 600, otherwise: 20 }),
    bookingBatch: read.integer('BOOKING_BATCH', { least: 1, most: 512, otherwise: 128 }),
    ...outsideWorld(read),
  }
  read.demand(demo || found.regionSize === 'none', 'REGION_SIZE loads synthetic people, so it needs DEMO=on.')
  if (read.faults.length > 0) throw new ConfigError(read.faults)
  return { ...found, warnings: warningsFor(found, environment) }
}

function outsideWorld(read: Readers): Pick<Config, 'wechatPay' | 'alipay' | 'bankcard' | 'sms' | 'realName' | 'insurance'> {
  return {
    wechatPay: read.group('WECHATPAY_URL', {
      url: 'WECHATPAY_URL',
      appId: 'WECHATPAY_APP_ID',
      merchantId: 'WECHATPAY_MERCHANT_ID',
      merchantSerial: 'WECHATPAY_MERCHANT_SERIAL',
      privateKeyFile: 'WECHATPAY_PRIVATE_KEY_FILE',
      platformKeyFile: 'WECHATPAY_PLATFORM_KEY_FILE',
      apiKeyFile: 'WECHATPAY_API_KEY_FILE',
    }),
    alipay: read.group('ALIPAY_URL', {
      url: 'ALIPAY_URL', appId: 'ALIPAY_APP_ID', sellerId: 'ALIPAY_SELLER_ID', privateKeyFile: 'ALIPAY_PRIVATE_KEY_FILE', alipayKeyFile: 'ALIPAY_KEY_FILE',
    }),
    bankcard: read.group('BANKCARD_URL', { url: 'BANKCARD_URL', merchantId: 'BANKCARD_MERCHANT_ID', terminalsFile: 'BANKCARD_TERMINALS_FILE' }),
    sms: read.group('SMS_URL', { url: 'SMS_URL', keyFile: 'SMS_KEY_FILE', signName: 'SMS_SIGN_NAME' }),
    realName: read.group('REAL_NAME_URL', { url: 'REAL_NAME_URL', keyFile: 'REAL_NAME_KEY_FILE' }),
    insurance: read.group('INSURANCE_URL', {
      url: 'INSURANCE_URL', area: 'INSURANCE_AREA', privateKeyFile: 'INSURANCE_PRIVATE_KEY_FILE', platformKeyFile: 'INSURANCE_PLATFORM_KEY_FILE',
    }),
  }
}

function defaultPublicUrl(host: string, port: number): string {
  const everywhere = host === '0.0.0.0' || host === '::'
  const name = everywhere || host === '127.0.0.1' ? 'localhost' : host
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`
}

function warningsFor(config: Omit<Config, 'warnings'>, environment: Environment): string[] {
  const loopback = ['localhost', '127.0.0.1', '::1'].includes(config.host)
  const warnings: string[] = []
  if (config.demo && !loopback) {
    warnings.push('DEMO=on and HOST is not loopback: everyone who reaches this address can sign in as anyone.')
  }
  if (config.demo) return warnings
  if (!config.sms) warnings.push('SMS_URL is not set: patients cannot receive their sign-in code.')
  if (!config.wechatPay && !config.alipay) warnings.push('Neither WECHATPAY_URL nor ALIPAY_URL is set: bills can be paid at a window only.')
  if (!config.realName) warnings.push('REAL_NAME_URL is not set: identities stay unconfirmed until a window has seen the document.')
  if (!environment.CRYPTO_KEYS_FILE) {
    warnings.push(`The keys that protect identity numbers are in ${config.cryptoKeysFile}: back this file up, apart from the database.`)
  }
  return warnings
}
