/** Has the browser keep this build of a machine's page, so that it opens while the server is away. What follows is the worker's. */
export function startAlone(app: 'kiosk' | 'board'): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return
  // Storage that is not persistent may be emptied by the browser on a full disk; machines in halls run for years.
  void navigator.storage?.persist?.().catch(() => false)
  void navigator.serviceWorker.register(`/${app}/service-worker.js`).catch(() => undefined)
}
