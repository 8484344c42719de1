import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import type { Plugin, UserConfig } from 'vite'

/** The four web apps and where each one lives. */
export const webApps = { patient: '/', staff: '/staff/', board: '/board/', kiosk: '/kiosk/' } as const
export type WebApp = keyof typeof webApps

const root = fileURLToPath(new URL('..', import.meta.url))

const firstPage = /(home\/home-page\.tsx|(packages\/ui|apps\/shell|apps\/patient)\/locales\/zh-CN\.json)$/

/** On a slow line every file that is only discovered by another costs a round trip: the first page and its words are named in the HTML. */
function nameFirstPage(): Plugin {
  return {
    name: 'name-first-page',
    transformIndexHtml: {
      order: 'post',
      handler: (_html, { bundle }) => Object.values(bundle ?? {}).flatMap((file) =>
        file.type === 'chunk' && file.facadeModuleId !== null && firstPage.test(file.facadeModuleId)
          ? [{ tag: 'link', attrs: { rel: 'modulepreload', crossorigin: true, href: `/${file.fileName}` }, injectTo: 'head' as const }]
          : []),
    },
  }
}

/** One app's build: own base, own folder, hashed assets, one chunk per page. */
export function webConfig(app: WebApp, outDir = `${root}dist/web/${app}`): UserConfig {
  return {
    root: `${root}apps/${app}`,
    base: webApps[app],
    logLevel: 'warn',
    plugins: app === 'patient' ? [react(), nameFirstPage()] : [react()],
    server: { fs: { allow: [root] }, proxy: { '/api': 'http://127.0.0.1:8080' } },
    build: { outDir, emptyOutDir: true, target: 'es2022', manifest: true, reportCompressedSize: false, chunkSizeWarningLimit: 700, assetsInlineLimit: 2048, modulePreload: { polyfill: false } },
  }
}

/** The apps that are kept for when the server is away: by which program, and, of the words of all modules, whose. Null: the first page's. */
export const keepers: Readonly<Record<'patient' | 'kiosk' | 'board', { readonly program: string; readonly words: readonly string[] | null }>> = {
  patient: { program: 'patient/service-worker.ts', words: null },
  kiosk: { program: 'shell/alone-worker.ts', words: ['ui', 'shell', 'kiosk', 'itinerary'] },
  board: { program: 'shell/alone-worker.ts', words: ['ui', 'shell', 'board', 'boards'] },
}
export type KeptApp = keyof typeof keepers

/** An app's offline keeper: one file at its root, which knows the files of the build it belongs to. */
export function serviceWorkerConfig(app: KeptApp, shellFiles: readonly string[], version: string, outDir: string): UserConfig {
  return {
    root: `${root}apps/${app}`,
    publicDir: false,
    logLevel: 'warn',
    define: { APP: JSON.stringify(app), SHELL_FILES: JSON.stringify(shellFiles), VERSION: JSON.stringify(version) },
    build: {
      outDir, emptyOutDir: false, target: 'es2022', reportCompressedSize: false, modulePreload: false,
      rolldownOptions: { input: `${root}apps/${keepers[app].program}`, output: { entryFileNames: 'service-worker.js', format: 'iife' } },
    },
  }
}

// For the development server: npx vite --config apps/vite.config.ts --mode staff
export default defineConfig(({ mode }) => webConfig(mode in webApps ? (mode as WebApp) : 'patient'))
