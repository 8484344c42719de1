import { generate } from 'otplib'
import { demoSignIns } from './demo.ts'

/** Prints the six digits that the demonstration's staff would read from their authenticator now. */
const secret = demoSignIns().find((one) => one.totpSecret)?.totpSecret
if (secret) console.log(await generate({ secret }))
