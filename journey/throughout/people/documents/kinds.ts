/** The documents by which a person may be known (P1), in the order a form offers them. */
export const documentKinds = [
  'resident-id',
  'passport',
  'hk-macao-permit',
  'taiwan-permit',
  'hmt-residence-permit',
  'foreign-residence-permit',
  'birth-certificate',
  'insurance-code',
  'health-card',
] as const
export type DocumentKind = (typeof documentKinds)[number]

export const sexes = ['male', 'female', 'unknown'] as const
export type Sex = (typeof sexes)[number]
