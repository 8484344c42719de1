import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import type { UserConfig } from 'vite'

/** The four web apps and where each one lives. */
export const webApps = { patient: '/', staff: '/staff/', board: '/board/', kiosk: '/kiosk/' } as const
export type WebApp = keyof typeof webApps

const root = fileURLToPath(new URL('..', import.meta.url))

/** One app's build: own base, own folder, hashed assets, one chunk per page. */
export function webConfig(app: WebApp, outDir = `${root}dist/web/${app}`): UserConfig {
  return {
    root: `${root}apps/${app}`,
    base: webApps[app],
    logLevel: 'warn',
    plugins: [react()],
    server: { fs: { allow: [root] }, proxy: { '/api': 'http://127.0.0.1:8080' } },
    build: { outDir, emptyOutDir: true, target: 'es2022', manifest: true, reportCompressedSize: false, chunkSizeWarningLimit: 700, assetsInlineLimit: 2048, modulePreload: { polyfill: false } },
  }
}

/** The patient app's offline keeper: one file at the root, which knows the files of the build it belongs to. */
export function serviceWorkerConfig(shellFiles: readonly string[], version: string, outDir: string): UserConfig {
  return {
    root: `${root}apps/patient`,
    publicDir: false,
    logLevel: 'warn',
    define: { SHELL_FILES: JSON.stringify(shellFiles), VERSION: JSON.stringify(version) },
    build: {
      outDir, emptyOutDir: false, target: 'es2022', reportCompressedSize: false, modulePreload: false,
      rolldownOptions: { input: `${root}apps/patient/service-worker.ts`, output: { entryFileNames: 'service-worker.js', format: 'iife' } },
    },
  }
}

// For the development server: npx vite --config apps/vite.config.ts --mode staff
export default defineConfig(({ mode }) => webConfig(mode in webApps ? (mode as WebApp) : 'patient'))
