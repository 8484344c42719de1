export { PayAtKiosk } from './pay-at-kiosk.tsx'
