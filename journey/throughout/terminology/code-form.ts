/** One form for what is typed: a large chapter letter, and the small x by which national editions mark their extensions (A00.900x001). */
export function codeForm(code: string): string {
  const large = code.trim().toUpperCase()
  return large.slice(0, 1) + large.slice(1).replaceAll('X', 'x')
}
