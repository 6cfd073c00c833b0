/**
 * `npm run simulate:model -- [--only TEXT]`: visits every state of each small world of the model, and shows for each break of
 * a rule the shortest path to a violation. Exit code 1 if a world has a violation, or a break has none.
 */

import { parseArgs } from 'node:util';
import { rules } from '../spec/rules.ts';
import { search } from './search.ts';
import { breaks, worlds } from './worlds.ts';

/** About 2 GiB. */
const maxStates = 3_000_000;

const { values } = parseArgs({
  options: { only: { type: 'string', default: '' }, quick: { type: 'boolean', default: false } },
});

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

for (const { name, bounds, isLong = false } of worlds) {
  if (!name.includes(values.only) || (values.quick && isLong)) continue;
  const begun = performance.now();
  const { states, depth, violation } = search(bounds, rules, maxStates);
  const seconds = ((performance.now() - begun) / 1000).toFixed(0);
  say(`${name}: ${states} states, ${depth} actions deep, ${seconds} s`);
  for (const line of violation ?? []) say(`  ${line}`);
  if (violation !== undefined) process.exitCode = 1;
}

for (const { name, rules: broken, bounds } of breaks) {
  if (!name.includes(values.only)) continue;
  const { violation } = search(bounds, broken, maxStates);
  say(`${name}: ${violation === undefined ? 'NO VIOLATION' : 'leads to a violation'}`);
  for (const line of violation ?? []) say(`  ${line}`);
  if (violation === undefined) process.exitCode = 1;
}
