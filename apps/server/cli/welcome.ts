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
    ...(demo ? await demoLines() : []),
    '',
    `  Logs are in ${dataDir} (server.log, worker.log). Ctrl-C ends everything in order.`,
  ]
  for (const line of lines) steps.say(line)
}

async function demoLines(): Promise<string[]> {
  const { demoSignIns } = await import('#region/demo.ts')
  return ['', '  Demo sign-ins (synthetic people):', ...demoSignIns().map(({ who, how }) => `    ${who.padEnd(24)} ${how}`)]
}
