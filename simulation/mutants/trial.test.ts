/** Every test run hunts a sample of the mutants; `npm run simulate:mutants` hunts them all. */

import { describe, expect, it } from 'vitest';
import { modelRule } from '../checks/agreement/20-model.ts';
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

/** Caught by the comparison of their traces with the abstract model alone, and the action that it does not allow. */
const sampleOfTraces: readonly (readonly [name: string, what: string])[] = [
  ['a promise is sent before it is durable', 'its promise is not durable'],
  ['an accept is sent before it is durable', 'sends its accept'],
  ["a voter's own accept counts before it is durable", 'no majority that it knows of has accepted it'],
  ['a prepare leaves before its own promise is durable', 'its own promise is not durable'],
  ['a restart forgets the promise', 'starts: it promises'],
  ['a learned entry is not written', 'its disk does not hold the decided entry'],
  ['half of the voters is a quorum', 'no majority'],
  ['a candidate leads with any one promise besides its own', 'no majority of promises allows the entry'],
];

describe('a broken engine', () => {
  it.each(sample)('is caught: %s', async (name, rule) => {
    const mutant = mutants.find((candidate) => candidate.name === name);
    if (mutant === undefined) throw new RangeError(`no mutant is called ${name}`);
    const found = await tryMutant(mutant, seeds);
    // The comparison with the model may refuse the step before it leads to the violation.
    expect([rule, modelRule]).toContain(found?.rule);
  });

  it.each(sampleOfTraces)('takes a step that the model does not allow: %s', async (name, what) => {
    const mutant = mutants.find((candidate) => candidate.name === name);
    if (mutant === undefined) throw new RangeError(`no mutant is called ${name}`);
    const found = await tryMutant(mutant, [1, 2, 3], { onlyModel: true });
    expect(found?.what).toContain(what);
  });

  it('differs from an intact one', async () => {
    const harmless = { name: 'nothing at all', edits: [] };
    // The kept seeds of the intact engine are tests themselves.
    const found = await tryMutant(harmless, seeds.slice(0, 5), { withKeptSeeds: false });
    expect(found).toBeUndefined();
  });
});
