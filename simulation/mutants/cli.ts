/**
 * `npm run simulate:mutants -- --seeds N --only TEXT --skip N`: hunts every mutant but the first N of the list,
 * and prints the rule that caught each. Exit code 1 if one survives. `--only-model` compares traces with the model, and
 * checks nothing else. `--unjudged` hunts those without a record in `judged.ts`, and prints the records of those that it
 * catches.
 */

import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { mutants } from './catalog.ts';
import type { Catch } from './hunt.ts';
import { judged } from './judged.ts';
import type { Mutant } from './mutant.ts';
import { tryMutant } from './trial.ts';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1500' },
    start: { type: 'string', default: '1' },
    only: { type: 'string', default: '' },
    skip: { type: 'string', default: '0' },
    'only-model': { type: 'boolean', default: false },
    unjudged: { type: 'boolean', default: false },
    parallel: { type: 'string', default: String(availableParallelism()) },
  },
});

const seeds = Array.from({ length: Number(values.seeds) }, (_, at) => Number(values.start) + at);
const waiting = mutants
  .filter(({ name }) => name.includes(values.only) && !(values.unjudged && judged.has(name)))
  .slice(Number(values.skip));
const total = waiting.length;
const survivors: string[] = [];

async function work(): Promise<void> {
  for (let mutant = waiting.shift(); mutant !== undefined; mutant = waiting.shift()) await judge(mutant);
}

async function judge(mutant: Mutant): Promise<void> {
  const name = mutant.name.padEnd(58);
  let found: Catch | undefined;
  try {
    found = await tryMutant(mutant, seeds, { onlyModel: values['only-model'] });
  } catch (error) {
    // A check that fails must not end the hunts of the other mutants.
    survivors.push(mutant.name);
    process.stdout.write(`${name} NOT JUDGED: ${error instanceof Error ? error.message : String(error)}\n`);
    return;
  }
  if (found === undefined) {
    survivors.push(mutant.name);
    process.stdout.write(`${name} SURVIVED ${seeds.length} seeds\n`);
    return;
  }
  const { where, rule, events } = found;
  process.stdout.write(
    `${name} ${rule.padEnd(18)} ${where}${events === 0 ? '' : ` after ${events} events`}\n`,
  );
  if (values.unjudged) process.stdout.write(`  [${JSON.stringify(mutant.name)}, '${rule}'],\n`);
}

await Promise.all(Array.from({ length: Number(values.parallel) }, work));
process.stdout.write(`${total - survivors.length} of ${total} mutants caught\n`);
if (survivors.length > 0) process.exitCode = 1;
