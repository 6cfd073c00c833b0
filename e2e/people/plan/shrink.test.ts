import { expect, it } from 'vitest';
import type { Step } from '../actions/action.ts';
import { Failure } from '../failure.ts';
import type { Script } from './script.ts';
import { shrink } from './shrink.ts';

const step = (person: Step['person'], label: string): Step => ({ person, action: label, args: {} });
const script: Script = [
  [step('Ada', 'create')],
  [step('Ben', 'join'), step('Cleo', 'join')],
  [step('Ada', 'draw'), step('Ben', 'look'), step('Ben', 'draw')],
  [step('Cleo', 'leave')],
  [step('Ada', 'leave'), step('Ben', 'reload')],
];
const missing = new Failure('missing', 'a drawing', 'none');

/** Fails if Ada draws and leaves later. */
function play(tried: Script) {
  const steps = tried.flat().map(({ person, action }) => `${person} ${action}`);
  const fails = steps.includes('Ada draw') && steps.indexOf('Ada draw') < steps.indexOf('Ada leave');
  return Promise.resolve({ done: tried, failure: fails ? missing : undefined });
}

it('omits the steps that the failure does not need', async () => {
  const short = await shrink(script, missing, play, () => true);
  expect(short.script).toEqual([[step('Ada', 'draw')], [step('Ada', 'leave')]]);
});

it('ignores failures of another kind, and stops when it may not continue', async () => {
  const other = (tried: Script) =>
    Promise.resolve({ done: tried, failure: new Failure('stuck', 'a button', 'none') });
  expect((await shrink(script, missing, other, () => true)).script).toEqual(script);
  let left = 3;
  const short = await shrink(script, missing, play, () => {
    left -= 1;
    return left >= 0;
  });
  expect(short.trials).toBe(3);
});
