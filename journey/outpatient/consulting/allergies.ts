/** Drug families that share an allergy; the words appear in generic names of drugs. */
const FAMILIES: readonly { readonly allergen: string; readonly inName: readonly string[] }[] = [
  { allergen: '青霉素', inName: ['青霉素', '西林'] },
  { allergen: '头孢', inName: ['头孢'] },
  { allergen: '磺胺', inName: ['磺胺'] },
  { allergen: '阿司匹林', inName: ['阿司匹林', '乙酰水杨酸'] },
]

/** 青霉素过敏 names 青霉素. */
export function allergenOf(allergy: string): string {
  return allergy.replace(/过敏$/, '').trim()
}

/**
 * The first of the patient's known allergies that a drug's name speaks against, or undefined.
 * It knows names and families only: a warning to the one who orders, no verification of the prescription.
 */
export function allergyAgainst(drugName: string, allergies: readonly string[]): string | undefined {
  return allergies.find((allergy) => {
    const known = allergenOf(allergy)
    if (!known) return false
    const family = FAMILIES.find(({ allergen }) => known.includes(allergen))
    return family ? family.inName.some((word) => drugName.includes(word)) : drugName.includes(known)
  })
}
