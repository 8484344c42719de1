import type { PoolToPut } from '#engines/capacity/index.ts'

/**
 * The pools a hospital begins with. Family doctors see units five days before the public, and what they leave flows back
 * (Shanghai, from April 2024); the other figures are ours, for each hospital to change.
 */
export const defaultPools: readonly PoolToPut[] = [
  { code: 'public', name: '公众', nameEn: 'Public', opensDaysBefore: 14, opensAt: '07:00', flowsTo: null, flowsDaysBefore: null, eligibility: {} },
  { code: 'family-doctor', name: '家庭医生', nameEn: 'Family doctors', opensDaysBefore: 19, opensAt: '07:00', flowsTo: 'public', flowsDaysBefore: 2, eligibility: {} },
  { code: 'on-site', name: '当日现场', nameEn: 'On the day, at the hospital', opensDaysBefore: 0, opensAt: '06:30', flowsTo: null, flowsDaysBefore: null, eligibility: { channels: ['window', 'desk', 'kiosk'] } },
  { code: 'elderly', name: '长者', nameEn: 'People of 65 and over', opensDaysBefore: 14, opensAt: '07:00', flowsTo: 'public', flowsDaysBefore: 0, eligibility: { minAge: 65 } },
  { code: 'revisit', name: '复诊', nameEn: 'Return visits', opensDaysBefore: 28, opensAt: '07:00', flowsTo: 'public', flowsDaysBefore: 1, eligibility: {} },
]
