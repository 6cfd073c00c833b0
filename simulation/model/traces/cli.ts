/**
 * `npm run simulate:traces -- --seeds N --start S`: records the traces of N runs of the real engine, and compares each with the
 * model. Exit code 1 if the model does not allow one.
 */

import { parseArgs } from 'node:util';
import { validateRun } from './validate-run.ts';

const { values } = parseArgs({
  options: { seeds: { type: 'string', default: '200' }, start: { type: 'string', default: '1' } },
});

const [count, start] = [Number(values.seeds), Number(values.start)];
let [records, actions, refused] = [0, 0, 0];
for (let seed = start; seed < start + count; seed += 1) {
  const validation = validateRun(seed);
  records += validation.records;
  actions += validation.actions;
  if (validation.refusal === undefined) continue;
  refused += 1;
  process.stdout.write(`seed ${seed}: ${validation.refusal}\n`);
}
process.stdout.write(
  `${count} traces, ${records} records, ${actions} actions of the model, ${refused} traces refused\n`,
);
if (refused > 0) process.exitCode = 1;
