import { readFile } from 'node:fs/promises'
import { csvRecords, spellingColumn } from '#platform/text/index.ts'
import type { Department } from './departments.ts'
import type { Hospital } from './places.ts'

export interface PriceSeed {
  readonly code: string
  readonly kind: string
  readonly name: string
  readonly nameEn: string
  readonly pinyin: string
  readonly unit: string
  readonly cents: number
  readonly share: number
  readonly subject: string
}

export async function readPrices(): Promise<PriceSeed[]> {
  const rows = csvRecords(await readFile(new URL('../data/prices.csv', import.meta.url), 'utf8'))
  return rows.map((row) => ({
    code: row['code']!, kind: row['kind']!, name: row['name']!, nameEn: row['name_en']!, pinyin: spellingColumn(row['name']!), unit: row['unit']!,
    cents: Math.round(Number(row['price']) * 100), share: Number(row['share']), subject: row['subject'] ?? '',
  }))
}

const CENTRE_KINDS = new Set(['registration', 'laboratory', 'drug', 'procedure'])
/** What only a health centre charges, and what only a hospital does. */
const CENTRE_ONLY = new Set(['REG-FD'])
const HOSPITAL_ONLY = new Set(['REG-ACH', 'REG-CH', 'REG-SPD', 'REG-EMG'])

/** A hospital's price list: what its departments can do, from the region's catalogue. Prices are the same in the region, as the law wants. */
export function priceRows(hospital: Hospital, departments: readonly Department[], catalogue: readonly PriceSeed[], validFrom: string): (readonly unknown[])[] {
  return catalogue
    .filter((price) => (hospital.isHealthCentre ? CENTRE_KINDS.has(price.kind) && !HOSPITAL_ONLY.has(price.code) : !CENTRE_ONLY.has(price.code)))
    .map((price) => [
      hospital.id, price.code, validFrom, price.kind, price.name, price.nameEn, price.pinyin, price.unit, price.cents, price.share,
      departments.find((each) => each.subject !== '' && each.subject === price.subject)?.id ?? null,
    ])
}
