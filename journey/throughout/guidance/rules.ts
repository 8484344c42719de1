import { z } from 'zod'
import { declareRule, measure, whole } from '#platform/rules/index.ts'

const pace = () => z.strictObject({
  metresPerSecond: measure('metres-per-second', 0.2, 3),
  stairsSecondsPerFloor: measure('seconds-per-floor', 1, 600),
  escalatorSecondsPerFloor: measure('seconds-per-floor', 1, 600),
  liftWaitSeconds: measure('seconds', 0, 900),
  liftSecondsPerFloor: measure('seconds-per-floor', 0, 120),
})

/** How fast people walk here and how long the lifts take; from some age on the slower of the two. */
export const paceRule = declareRule('guidance.pace', 'institution', z.strictObject({ usual: pace(), elder: pace(), elderFromAge: whole('years', 40, 120) }))

export const rules = [paceRule]
