import { sign, verify, type KeyObject } from 'node:crypto'

// Alipay's open interface, RSA2: RSA with SHA-256 over text, in base64.
// A request signs its parameters by name, `a=1&b=2`, all but `sign` and those without a value. A notice signs the same without
// `sign_type` too. An answer signs the JSON of its `…_response` as it stands on the wire, to the last escape.

export type Parameters = Readonly<Record<string, string>>

export function textToSign(parameters: Parameters, ...without: readonly string[]): string {
  return Object.keys(parameters).filter((name) => !without.includes(name) && parameters[name] !== '')
    .toSorted((a, b) => (a < b ? -1 : 1)).map((name) => `${name}=${parameters[name]}`).join('&')
}

export function rsa2(key: KeyObject, text: string): string {
  return sign('RSA-SHA256', Buffer.from(text), key).toString('base64')
}

export function isRsa2(key: KeyObject, text: string, signature: string): boolean {
  return verify('RSA-SHA256', Buffer.from(text), key, Buffer.from(signature, 'base64'))
}

export function signRequest(key: KeyObject, parameters: Parameters): Parameters {
  return { ...parameters, sign: rsa2(key, textToSign(parameters, 'sign')) }
}

export function isSignedRequest(key: KeyObject, parameters: Parameters): boolean {
  return parameters['sign'] !== undefined && isRsa2(key, textToSign(parameters, 'sign'), parameters['sign'])
}

export function signNotice(key: KeyObject, parameters: Parameters): Parameters {
  return { ...parameters, sign_type: 'RSA2', sign: rsa2(key, textToSign(parameters, 'sign', 'sign_type')) }
}

export function isSignedNotice(key: KeyObject, parameters: Parameters): boolean {
  return parameters['sign_type'] === 'RSA2' && parameters['sign'] !== undefined && isRsa2(key, textToSign(parameters, 'sign', 'sign_type'), parameters['sign'])
}

/** The JSON of one member as it stands in the text, or undefined. Strings may hold braces. */
export function rawMember(text: string, name: string): string | undefined {
  const start = new RegExp(`^\\s*\\{[\\s\\S]*?"${name}"\\s*:\\s*(?=\\{)`).exec(text)?.[0].length
  if (start === undefined) return undefined
  let depth = 0
  let isInString = false
  for (let i = start; i < text.length; i++) {
    const sign = text[i]
    if (isInString) {
      if (sign === '\\') i++
      else if (sign === '"') isInString = false
    } else if (sign === '"') isInString = true
    else if (sign === '{') depth++
    else if (sign === '}' && --depth === 0) return text.slice(start, i + 1)
  }
  return undefined
}
