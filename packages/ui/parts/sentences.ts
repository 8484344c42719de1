/** Where sentences begin and end in a text, so that each can be read and shown by itself. Nothing is lost between them but blanks. */
export function sentencesIn(text: string): { from: number; to: number }[] {
  const found: { from: number; to: number }[] = []
  let from = 0
  const close = (to: number) => {
    if (/[\p{L}\p{N}]/u.test(text.slice(from, to))) found.push({ from, to })
    else if (found.length > 0 && /\S/.test(text.slice(from, to))) found[found.length - 1] = { from: found.at(-1)?.from ?? 0, to }
    from = to
  }
  for (const mark of text.matchAll(/[。！？；!?;\n]+|\.(?=\s|$)/gu)) close(mark.index + mark[0].length)
  close(text.length)
  return found
}
