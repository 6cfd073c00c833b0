/** `npm run fuzz -- --inputs N --seed S`: N corrupted inputs for every decoder of external data. */

import { parseArgs } from 'node:util';
import { fuzz, fuzzTargets } from '#app/mesh/testing/fuzz.ts';

const { values } = parseArgs({
  options: { inputs: { type: 'string', default: '1000000' }, seed: { type: 'string', default: '1' } },
});
const seed = Number(values.seed);
const targets = fuzzTargets(seed);
const each = Math.ceil(Number(values.inputs) / targets.length);
let total = 0;

for (const target of targets) {
  const begun = performance.now();
  const { inputs, taken } = fuzz(target, each, seed);
  total += inputs;
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  const heap = (process.memoryUsage().heapUsed / 1024 / 1024).toFixed(0);
  process.stdout.write(
    `${target.name.padEnd(20)} ${inputs} inputs, ${taken} accepted, ${seconds} s, heap ${heap} MiB\n`,
  );
}
process.stdout.write(`${total} inputs, no unexpected exception\n`);
