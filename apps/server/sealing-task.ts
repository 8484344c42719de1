import { generateKeyPairSync, createPrivateKey, sign } from 'node:crypto'
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import type { Pool } from 'pg'
import { sealAudit } from '#platform/audit/index.ts'
import type { Task } from '#platform/jobs/index.ts'

/**
 * Seals the audit every few seconds and keeps each checkpoint, signed, outside the database: who can rewrite the rows
 * and their seals still cannot rewrite what was written down elsewhere.
 */
export function sealingTask(ownerPool: Pool): Task {
  return {
    name: 'platform.seal-audit',
    everySeconds: 5,
    async run(services) {
      const checkpoints = await sealAudit(ownerPool)
      if (checkpoints.length === 0) return
      const folder = `${services.config.dataDir}/audit`
      const key = signingKey(folder)
      const lines = checkpoints.map((checkpoint) => {
        const text = JSON.stringify(checkpoint)
        return JSON.stringify({ ...checkpoint, signature: sign(null, Buffer.from(text), key).toString('base64') })
      })
      appendFileSync(`${folder}/checkpoints.jsonl`, `${lines.join('\n')}\n`, { flush: true })
    },
  }
}

function signingKey(folder: string) {
  const path = `${folder}/signing-key.pem`
  try {
    return createPrivateKey(readFileSync(path))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  writeFileSync(path, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' })
  writeFileSync(`${folder}/signing-key.pub.pem`, publicKey.export({ type: 'spki', format: 'pem' }))
  return privateKey
}
