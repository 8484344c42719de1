import { startAlone } from '#apps/shell/start-alone.ts'
import { startApp } from '#apps/shell/start.tsx'
import { BoardApp } from './app.tsx'

void startApp({ base: '/board', namespaces: ['board'], children: <BoardApp /> })
startAlone('board')
