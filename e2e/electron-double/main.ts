/** The double's program: `main.ts MAIN [ARGS…]` runs the built main process MAIN as Electron would start it. */

import Module, { createRequire } from 'node:module';
import * as double from './electron.ts';

const [node = '', , main = '', ...args] = process.argv;
process.argv = [node, ...args];

// No public way to replace a module that CommonJS requires is in all the versions of Node that the tests run in.
const load: (name: string, ...rest: unknown[]) => unknown = Reflect.get(Module, '_load');
Reflect.set(Module, '_load', (name: string, ...rest: unknown[]) =>
  name === 'electron' ? double : Reflect.apply(load, Module, [name, ...rest]),
);

// Electron, too, is ready only after main has run to its end.
createRequire(import.meta.url)(main);
double.app.becomeReady();
