import { expect, it } from 'vitest';
import type { Step } from '../actions/action.ts';
import { Failure } from '../failure.ts';
import type { Script } from './script.ts';
import { shrink } from './shrink.ts';

const step = (who: Step['who'], label: string): Step => ({ who, does: label, with: {} });
const script: Script = [
  [step('Ada', 'create')],
  [step('Ben', 'join'), step('Cleo', 'join')],
  [step('Ada', 'draw'), step('Ben', 'look'), step('Ben', 'draw')],
  [step('Cleo', 'leave')],
  [step('Ada', 'leave'), step('Ben', 'reload')],
];
const gone = new Failure('gone', 'a drawing', 'none');

/** Fails once somebody draws and the same person leaves later. */
function play(tried: Script) {
  const steps = tried.flat().map(({ who, does }) => `${who} ${does}`);
  const fails = steps.includes('Ada draw') && steps.indexOf('Ada draw') < steps.indexOf('Ada leave');
  return Promise.resolve({ done: tried, failure: fails ? gone : undefined });
}

it('leaves out whatever the failure does not need', async () => {
  const short = await shrink(script, gone, play, () => true);
  expect(short.script).toEqual([[step('Ada', 'draw')], [step('Ada', 'leave')]]);
});

it('takes no other kind of failure for the same, and stops when it may not go on', async () => {
  const other = (tried: Script) =>
    Promise.resolve({ done: tried, failure: new Failure('stuck', 'a button', 'none') });
  expect((await shrink(script, gone, other, () => true)).script).toEqual(script);
  let left = 3;
  const short = await shrink(script, gone, play, () => {
    left -= 1;
    return left >= 0;
  });
  expect(short.trials).toBe(3);
});
