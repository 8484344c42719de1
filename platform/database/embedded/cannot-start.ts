/** A reason not to start that the operator can act on. Its message is shown as it is, without a stack. */
export class CannotStart extends Error {
  override readonly name = 'CannotStart'
}

/** The system's code of an error (`ENOSPC`, `EACCES`, …), or its text when it has none. */
export function systemCode(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code
  return error instanceof Error ? error.message : String(error)
}

/** What a failed write to `path` means, in one sentence. */
export function explainWriteFailure(path: string, error: unknown): CannotStart {
  const code = systemCode(error)
  const reasons: Record<string, string> = {
    EROFS: `${path} is on a read-only file system. Nothing was changed; choose another place with DATA_DIR.`,
    EACCES: `${path} cannot be written by this user. Nothing was changed; give the user the right, or choose another place with DATA_DIR.`,
    EPERM: `${path} cannot be written by this user. Nothing was changed; give the user the right, or choose another place with DATA_DIR.`,
    ENOSPC: `The disk that holds ${path} is full. Nothing acknowledged is lost; make room and start again.`,
    EDQUOT: `The disk quota for ${path} is used up. Nothing acknowledged is lost; make room and start again.`,
    ENOTDIR: `${path} is not a directory. Choose another place with DATA_DIR.`,
    EEXIST: `${path} is not a directory. Choose another place with DATA_DIR.`,
  }
  return new CannotStart(reasons[code] ?? `${path} cannot be used: ${code}.`, { cause: error })
}
