import type { Actor } from '#platform/context/context.ts'
import type { Letter } from './declare.ts'
import { ScopeMissing } from './errors.ts'

const SCOPE = /^system\/(\*|[A-Z][A-Za-z]+)\.(read|write|\*|c?r?u?d?s?)$/
const FIRST_VERSION: Readonly<Record<string, string>> = { read: 'rs', write: 'cud', '*': 'cruds' }

/** What a scope gives leave for: of version 2 `system/Slot.rs`, and those of version 1 that say the same. */
function readScope(scope: string): { type: string; letters: string } | undefined {
  const match = SCOPE.exec(scope)
  const letters = match && (FIRST_VERSION[match[2]!] ?? match[2]!)
  return match && letters ? { type: match[1]!, letters } : undefined
}

export function isScope(scope: string): boolean {
  return readScope(scope) !== undefined
}

export function scopeAllows(scopes: readonly string[], type: string, letter: Letter): boolean {
  return scopes.some((scope) => {
    const leave = readScope(scope)
    return leave !== undefined && (leave.type === '*' || leave.type === type) && leave.letters.includes(letter)
  })
}

/** Of the scopes asked for, those that a grant covers in full. */
export function coveredScopes(granted: readonly string[], asked: readonly string[]): string[] {
  return asked.filter((scope) => {
    const leave = readScope(scope)
    return leave !== undefined && [...leave.letters].every((letter) => scopeAllows(granted, leave.type, letter as Letter))
  })
}

export function checkScope(actor: Actor, type: string, letter: Letter): void {
  if (actor.kind === 'client' && scopeAllows(actor.scopes, type, letter)) return
  throw new ScopeMissing({ issues: [{ code: 'forbidden', text: `system/${type}.${letter} was not granted to this client`, reason: 'platform.fhir-scope-missing' }] })
}
