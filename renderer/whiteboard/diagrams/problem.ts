/** The errors of Mermaid (11.17) and of its converter are texts for developers. This reads from them what a person can change. */

import { lineInText } from './line-in-text.ts';

export type DiagramProblem =
  | { readonly kind: 'not-loaded' | 'no-kind' | 'too-many-edges' | 'too-long' | 'other' }
  /** Counted from one, in the text as the person wrote it. */
  | { readonly kind: 'line'; readonly line: number };

/**
 * @param error what Mermaid, its converter, or the loading of their code threw.
 * @param text the text of the diagram.
 */
export function diagramProblem(error: unknown, text: string): DiagramProblem {
  const message = error instanceof Error ? error.message : '';
  // All browsers name the module: "Failed to fetch dynamically imported module", "error loading dynamically imported module",
  // "Importing a module script failed".
  if (error instanceof TypeError && /\bmodule\b/i.test(message)) return { kind: 'not-loaded' };
  if (message.startsWith('No diagram type detected')) return { kind: 'no-kind' };
  if (message.startsWith('Edge limit exceeded')) return { kind: 'too-many-edges' };
  // Of the build's patch (`scripts/packaging/excalidraw-patches.mjs`).
  if (message === 'Text limit exceeded') return { kind: 'too-long' };
  const [, parsed] = /\b(?:Parse|Lexical|Lexer) error on line (\d+)/.exec(message) ?? [];
  const line = lineInText(text, Number(parsed));
  return line === undefined ? { kind: 'other' } : { kind: 'line', line };
}
