import type { Config } from '#platform/config/index.ts'
import type { Steps } from './steps.ts'

/** Where everything is, and how to get in. */
export async function welcome(config: Config, steps: Steps): Promise<void> {
  const { publicUrl, demo, dataDir } = config
  const lines = [
    '',
    `Liuxin is ready after ${steps.elapsedSeconds()} s.`,
    '',
    `  Patients      ${publicUrl}/`,
    `  Staff         ${publicUrl}/staff/`,
    `  Boards        ${publicUrl}/board/`,
    `  Kiosk         ${publicUrl}/kiosk/`,
    `  Interface     ${publicUrl}/api/openapi.json`,
    ...(demo ? await demoLines(publicUrl) : []),
    '',
    `  Logs are in ${dataDir} (server.log, worker.log). Ctrl-C ends everything in order.`,
  ]
  for (const line of lines) steps.say(line)
}

async function demoLines(publicUrl: string): Promise<string[]> {
  const { demoSignIns } = await import('#region/demo.ts')
  const all = demoSignIns()
  const staff = all.filter((one) => one.kind === 'staff')
  const row = (name: string | undefined, who: string) => `    ${(name ?? '').padEnd(14)}${who}`
  return [
    '',
    '  This is a demonstration: everybody in it is made up, and everything outside is simulated.',
    '',
    `  Sign in as a patient with a phone; the code appears at ${publicUrl}/simulator/sms/outbox`,
    ...all.filter((one) => one.kind === 'patient').map((one) => row(one.phone, `${one.whoEn}  ${one.who}`)),
    '',
    `  Sign in as staff with the password ${staff[0]?.password}; the six digits of the second factor: node bin/run.mjs region/second-factor.ts`,
    ...staff.map((one) => row(one.username, `${one.whoEn}  ${one.who}`)),
  ]
}
