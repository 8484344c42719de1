import { loadConfig, type Config } from './config.ts'
import { settingNames } from './env.ts'

export { ConfigError, loadConfig } from './config.ts'
export type { AlipaySettings, BankcardSettings, Config, CryptoSuite, LogLevel, RealNameSettings, RegionSize, SmsSettings, WechatPaySettings } from './config.ts'
export { loadSecrets } from './secrets.ts'
export type { Secrets } from './secrets.ts'

/** The configuration of this process. Called once, by the process's entry; everyone else is handed what they need. */
export function processConfig(): Config {
  return loadConfig(process.env)
}

/**
 * The environment for a child process: our own, with the decisions already taken here
 * (where the database is, whether this is a demo) so that parent and child cannot disagree.
 */
export function childEnvironment(config: Config, databaseUrl: string): Record<string, string | undefined> {
  return {
    ...process.env,
    PORT: String(config.port),
    HOST: config.host,
    PUBLIC_URL: config.publicUrl,
    DATABASE_URL: databaseUrl,
    DATA_DIR: config.dataDir,
    REGION_SIZE: config.regionSize,
    DEMO: config.demo ? 'on' : 'off',
    CRYPTO_KEYS_FILE: config.cryptoKeysFile,
  }
}

/** An environment without any setting of ours, for programs that must not inherit them. */
export function bareEnvironment(): Record<string, string | undefined> {
  const ours = new Set<string>(settingNames)
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !ours.has(name)))
}
