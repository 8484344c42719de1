import { pino, type Logger } from 'pino'

/** Structured logs on stdout. Personal data has no place in them; what might carry it is cut out by name. */
export function createLog(level: string, process: string): Logger {
  return pino({
    level,
    base: { process },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: {
      paths: ['*.phone', '*.number', '*.name', '*.password', '*.code', '*.token', 'req.headers.cookie', 'req.headers.authorization', '*.body'],
      censor: '[cut]',
    },
  })
}
