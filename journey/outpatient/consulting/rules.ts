import { declareRule, whole } from '#platform/rules/index.ts'

/** How long after it was signed a visit may be opened again. */
export const reopenRule = declareRule('consulting.reopen-within', 'institution', whole('hours', 0, 720))

export const rules = [reopenRule]
