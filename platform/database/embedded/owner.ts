import { statSync } from 'node:fs'
import { userInfo } from 'node:os'
import { CannotStart } from './cannot-start.ts'

/** The system user PostgreSQL runs as: ourselves, or (since it refuses root) another one without rights. */
export interface Owner {
  readonly uid: number | undefined
  readonly gid: number | undefined
  /** Options for `spawn` that make a program run as this user. */
  readonly spawn: { readonly uid?: number; readonly gid?: number }
}

const nobody = 65_534

/** Chooses the user for a cluster: the one it already belongs to, as long as we may act for that user. */
export function ownerOf(cluster: string): Owner {
  const self = process.getuid?.()
  const found = statSync(cluster, { throwIfNoEntry: false })
  if (self === undefined) return { uid: undefined, gid: undefined, spawn: {} }
  if (self === 0) {
    const uid = found && found.uid !== 0 ? found.uid : nobody
    const gid = found && found.uid !== 0 ? found.gid : nobody
    return { uid, gid, spawn: { uid, gid } }
  }
  if (found && found.uid !== self) {
    throw new CannotStart(
      `The database in ${cluster} belongs to another user (number ${found.uid}); you are ${userInfo().username}. ` +
        'Start as the user who made it (or as root), or choose another place with DATA_DIR.',
    )
  }
  return { uid: self, gid: process.getgid?.(), spawn: {} }
}
