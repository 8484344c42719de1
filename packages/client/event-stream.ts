/** One event as the server writes it. */
export type LiveEvent = { type: string; topics: string[]; payload: unknown }

type Frame = { id: string | undefined; data: string }

/** Cuts a text/event-stream into frames; what is not complete yet is kept for the next piece. Comments only prove life. */
export function frameReader(onFrame: (frame: Frame) => void): (piece: string) => void {
  let rest = ''
  return (piece) => {
    rest += piece
    const blocks = rest.split(/\r?\n\r?\n/)
    rest = blocks.pop() ?? ''
    for (const block of blocks) {
      let id: string | undefined
      const data: string[] = []
      for (const line of block.split(/\r?\n/)) {
        if (line.startsWith('id:')) id = line.slice(3).trim()
        if (line.startsWith('data:')) data.push(line.slice(5).replace(/^ /, ''))
      }
      // An id alone says how far one has heard.
      if (data.length > 0 || id !== undefined) onFrame({ id, data: data.join('\n') })
    }
  }
}

export function parseEvent(data: string): LiveEvent | undefined {
  try {
    const value: unknown = JSON.parse(data)
    if (typeof value !== 'object' || value === null || !('type' in value) || typeof value.type !== 'string') return undefined
    const topics = 'topics' in value && Array.isArray(value.topics) ? value.topics.filter((topic): topic is string => typeof topic === 'string') : []
    return { type: value.type, topics, payload: 'payload' in value ? value.payload : undefined }
  } catch {
    return undefined
  }
}
