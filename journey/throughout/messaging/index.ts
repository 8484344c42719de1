export { type SendSms, type SmsResult, type SmsToSend } from './tencent/send-sms.ts'
export { smsFor } from './sms-for.ts'
export { ownUrl } from './own-url.ts'
