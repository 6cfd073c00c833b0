/** Before the built main: whatever it imports as `electron` is the double. */

import { register } from 'node:module';

const double = new URL('./electron.ts', import.meta.url).href;
const hook = `export const resolve = (name, context, next) =>
  name === 'electron' ? { url: ${JSON.stringify(double)}, shortCircuit: true } : next(name, context);`;
register(`data:text/javascript,${encodeURIComponent(hook)}`);
