import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'

export interface Source {
  /** Relative to the root of the project, with slashes. */
  readonly path: string
  readonly text: string
}

/** Looks at files and answers with what breaks the rule, one line each. */
export type Rule = (sources: readonly Source[]) => string[]

const everything = '{apps,journey,engines,platform,packages,region,bench,e2e,architecture,bin,migrations,docs}/**/*.{ts,tsx,mjs,sql,json,md,css}'

/** Every file of ours that a rule may want to look at. */
export function readSources(root: string): Source[] {
  const paths = globSync(everything, { cwd: root, exclude: (name) => name === 'node_modules' || name === 'dist' })
  return paths.map((path) => ({ path: path.replaceAll('\\', '/'), text: readFileSync(join(root, path), 'utf8') }))
}

export function isCode({ path }: Source): boolean {
  return /\.(ts|tsx|mjs)$/.test(path) && !path.endsWith('.generated.ts')
}

export function isTest({ path }: Source): boolean {
  return /\.(test|e2e)\.tsx?$/.test(path) || path.startsWith('e2e/') || path.startsWith('bench/') || /(\/testing\/|\/(arrange|test-clinic)\.ts$|-for-tests\.ts$)/.test(path)
}

/** Code without its comments; line numbers stay. */
export function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' ')).replace(/(^|\s)\/\/.*$/gm, '$1')
}

export interface Literal {
  readonly text: string
  readonly line: number
}

/** Every piece of text a program contains: strings, the fixed parts of templates, text between tags. */
export function literalsOf({ path, text }: Source): Literal[] {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.ESNext, true, path.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS)
  const found: Literal[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) return
    if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddle(node) || ts.isTemplateTail(node) || ts.isJsxText(node)) {
      if (node.text.trim()) found.push({ text: node.text, line: file.getLineAndCharacterOfPosition(node.getStart()).line + 1 })
    }
    ts.forEachChild(node, visit)
  }
  visit(file)
  return found
}
