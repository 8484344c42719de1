import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import type { UserConfig } from 'vite'

export const webApps = { patient: '/', staff: '/staff/', board: '/board/', kiosk: '/kiosk/' } as const
export type WebApp = keyof typeof webApps

const root = fileURLToPath(new URL('..', import.meta.url))

/** One app's build: own base, own folder, hashed assets, one chunk per page. */
export function webConfig(app: WebApp): UserConfig {
  return {
    root: `${root}apps/${app}`,
    base: webApps[app],
    configFile: false,
    logLevel: 'warn',
    plugins: [react()],
    server: { fs: { allow: [root] }, proxy: { '/api': process.env['LIUXIN_API'] ?? 'http://127.0.0.1:3000' } },
    build: {
      outDir: `${root}dist/web/${app}`,
      emptyOutDir: true,
      target: 'es2022',
      manifest: true,
      reportCompressedSize: false,
      assetsInlineLimit: 2048,
      modulePreload: { polyfill: false },
      ...(app === 'patient' ? { rolldownOptions: { input: { index: `${root}apps/patient/index.html`, 'service-worker': `${root}apps/patient/service-worker.ts` }, output: { entryFileNames: (chunk: { name: string }) => (chunk.name === 'service-worker' ? 'service-worker.js' : 'assets/[name]-[hash].js') } } } : {}),
    },
  }
}

// For the development server: npx vite --config apps/vite.config.ts --mode staff
export default defineConfig(({ mode }) => webConfig(mode in webApps ? (mode as WebApp) : 'patient'))
