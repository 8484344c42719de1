import { accessSync, constants } from 'node:fs'
import type { Environment, SettingName } from './env.ts'

export type Readers = ReturnType<typeof readers>

/** Readers of single settings. A fault is written down and reading goes on, so that all faults are found. */
export function readers(environment: Environment) {
  const faults: string[] = []

  function integer(name: SettingName, { least, most, otherwise }: { least: number; most: number; otherwise: number }): number {
    const text = environment[name]
    if (text === undefined) return otherwise
    const value = Number(text)
    if (/^\d+$/.test(text) && value >= least && value <= most) return value
    faults.push(`${name} must be a whole number from ${least} to ${most}, but is "${text}".`)
    return otherwise
  }

  function oneOf<const T extends string>(name: SettingName, allowed: readonly T[], otherwise: NoInfer<T>): T {
    const text = environment[name]
    if (text === undefined) return otherwise
    const found = allowed.find((one) => one === text)
    if (found === undefined) faults.push(`${name} must be one of ${allowed.join(', ')}, but is "${text}".`)
    return found ?? otherwise
  }

  function onOff(name: SettingName, otherwise: boolean): boolean {
    const text = environment[name]?.toLowerCase()
    if (text === undefined) return otherwise
    if (['on', 'true', '1', 'yes'].includes(text)) return true
    if (['off', 'false', '0', 'no'].includes(text)) return false
    faults.push(`${name} must be on or off, but is "${text}".`)
    return otherwise
  }

  function url(name: SettingName, protocols: readonly string[]): string | undefined {
    const text = environment[name]
    if (text === undefined) return undefined
    if (URL.canParse(text) && protocols.includes(new URL(text).protocol)) return text
    // The value is not shown: an address may carry a password.
    faults.push(`${name} must be an address that begins with ${protocols.map((one) => `${one}//`).join(' or ')}.`)
    return undefined
  }

  /** Settings that only make sense together: all or none, chosen by the address. */
  function group<K extends string>(chosenBy: SettingName, names: Readonly<Record<K, SettingName>>): Record<K, string> | undefined {
    const entries = Object.entries(names) as [K, SettingName][]
    const given = entries.filter(([, name]) => environment[name] !== undefined)
    if (given.length === 0) return undefined
    const missing = entries.map(([, name]) => name).filter((name) => environment[name] === undefined)
    if (missing.length > 0) faults.push(`${given[0]?.[1]} is set, so ${missing.join(', ')} must be set too.`)
    if (!missing.includes(chosenBy)) url(chosenBy, ['http:', 'https:'])
    for (const [, name] of given) if (name.endsWith('_FILE')) readableFile(name)
    return Object.fromEntries(entries.map(([key, name]) => [key, environment[name] ?? ''])) as Record<K, string>
  }

  function readableFile(name: SettingName): void {
    const path = environment[name] ?? ''
    try {
      accessSync(path, constants.R_OK)
    } catch {
      faults.push(`${name} names ${path}, which cannot be read.`)
    }
  }

  function demand(holds: boolean, fault: string): void {
    if (!holds) faults.push(fault)
  }

  return { faults: faults as readonly string[], integer, oneOf, onOff, url, group, demand }
}
