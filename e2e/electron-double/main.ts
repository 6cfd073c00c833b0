/** The double's program: `main.ts MAIN [ARGS…]` runs the built main process MAIN as Electron would start it. */

import { pathToFileURL } from 'node:url';

const [node = '', , main = '', ...args] = process.argv;
process.argv = [node, ...args];

// Typed here by hand: the hook of `register.mjs` decides what it is.
const { app }: { app: { becomeReady(): void } } = await import(
  new URL('./electron.ts', import.meta.url).href
);
// Electron, too, is ready only after main has run to its end: whoever waits up there for that waits for ever.
await import(pathToFileURL(main).href);
app.becomeReady();
