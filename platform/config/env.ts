/**
 * Every setting of the product, by the name it has in the environment. This list is the only place
 * that knows the names; `docs/operations.md` explains the same list, and a test holds the two together.
 */
export const settingNames = [
  'PORT',
  'HOST',
  'PUBLIC_URL',
  'DATABASE_URL',
  'DATA_DIR',
  'REGION_SIZE',
  'DEMO',
  'CRYPTO_SUITE',
  'CRYPTO_KEYS_FILE',
  'LOG_LEVEL',
  'SHUTDOWN_SECONDS',
  'BOOKING_BATCH',
  'WECHATPAY_URL',
  'WECHATPAY_APP_ID',
  'WECHATPAY_MERCHANT_ID',
  'WECHATPAY_MERCHANT_SERIAL',
  'WECHATPAY_PRIVATE_KEY_FILE',
  'WECHATPAY_PLATFORM_KEY_FILE',
  'WECHATPAY_API_KEY_FILE',
  'ALIPAY_URL',
  'ALIPAY_APP_ID',
  'ALIPAY_SELLER_ID',
  'ALIPAY_PRIVATE_KEY_FILE',
  'ALIPAY_KEY_FILE',
  'BANKCARD_URL',
  'BANKCARD_MERCHANT_ID',
  'BANKCARD_TERMINALS_FILE',
  'SMS_URL',
  'SMS_KEY_FILE',
  'SMS_SIGN_NAME',
  'REAL_NAME_URL',
  'REAL_NAME_KEY_FILE',
  'INSURANCE_URL',
  'INSURANCE_AREA',
  'INSURANCE_PRIVATE_KEY_FILE',
  'INSURANCE_PLATFORM_KEY_FILE',
] as const

export type SettingName = (typeof settingNames)[number]

/** What the environment says, before anyone has judged it: trimmed, and absent when empty. */
export type Environment = Readonly<Partial<Record<SettingName, string>>>

export function readEnvironment(env: Readonly<Record<string, string | undefined>>): Environment {
  const read: Partial<Record<SettingName, string>> = {}
  for (const name of settingNames) {
    const value = env[name]?.trim()
    if (value) read[name] = value
  }
  return read
}
