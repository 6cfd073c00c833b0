/** Bundles a module that imports Excalidraw to a script and a style sheet for a page. */

import { build } from 'vite';

export interface ExcalidrawBundle {
  /** Assigns the module's exports to the global variable. */
  readonly script: string;
  readonly styles: string;
}

/**
 * @param entry the path of the module.
 * @param name the global variable.
 */
export async function excalidrawBundle(entry: string, name: string): Promise<ExcalidrawBundle> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    define: { 'process.env.NODE_ENV': '"production"', 'process.env.IS_PREACT': '"false"' },
    build: {
      write: false,
      minify: false,
      lib: { entry, formats: ['iife'], name },
      rolldownOptions: {
        output: { codeSplitting: false },
        // Diagrams from text are unused here, and a third of the script.
        external: ['@excalidraw/mermaid-to-excalidraw'],
        onLog: () => undefined,
      },
    },
  });
  const [output] = Array.isArray(built) ? built : [built];
  if (output === undefined || !('output' in output)) throw new Error('nothing was built');
  const [chunk, ...assets] = output.output;
  const styles = assets.map((asset) => ('source' in asset ? String(asset.source) : '')).join('\n');
  return { script: `${chunk.code}\nglobalThis.${name} = ${name};`, styles };
}
