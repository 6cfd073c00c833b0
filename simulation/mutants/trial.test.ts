/** Every test run hunts a sample of the mutants; `npm run simulate:mutants` hunts them all. */

import { describe, expect, it } from 'vitest';
import { mutants } from './catalog.ts';
import { tryMutant } from './trial.ts';

const seeds = Array.from({ length: 60 }, (_, at) => at + 1);

const sample: readonly (readonly [name: string, rule: string])[] = [
  ['a promise is sent before it is durable', '4 durable first'],
  ['an accept is sent before it is durable', '4 durable first'],
  ['a restart forgets the promise', '3 promise'],
  ['half of the voters is a quorum', '1 agreement'],
  ['accepts of non-voters are counted', '1 agreement'],
  ['a new leader ignores the reported entries', '5 highest accepted'],
  ['the new voters receive no prepare', '3 promise'],
  ['the barrier after a configuration is dropped', '9 barrier'],
  ['a command is applied at every decision of it', '7 exactly once'],
  ['no replica requests entries that it missed', '11 morning'],
];

describe('a broken engine', () => {
  it.each(sample)('is caught: %s', async (name, rule) => {
    const mutant = mutants.find((candidate) => candidate.name === name);
    if (mutant === undefined) throw new RangeError(`no mutant is called ${name}`);
    const found = await tryMutant(mutant, seeds);
    expect(found?.rule).toBe(rule);
  });

  it('differs from an intact one', async () => {
    const harmless = { name: 'nothing at all', edits: [] };
    expect(await tryMutant(harmless, seeds.slice(0, 5))).toBeUndefined();
  });
});
