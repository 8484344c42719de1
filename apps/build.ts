import { build } from 'vite'
import { webApps, webConfig } from './vite.config.ts'
import type { WebApp } from './vite.config.ts'

for (const app of Object.keys(webApps) as WebApp[]) await build(webConfig(app))
