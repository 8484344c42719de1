export { ADVICE_DECIDED, ADVICE_REOPENED, ARRIVAL_COUNTED } from './events.ts'
export type { Counted } from './forecast/hospital.ts'
export { putHistory } from './operations/put-history.ts'
