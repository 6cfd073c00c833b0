/** A minute of `npm run test:people` with a fixed seed: the same steps on machines of any speed. */

import { expect, test } from '@playwright/test';
import { plan } from '../people/plan/plan.ts';
import { firstBursts, sentences } from '../people/plan/script.ts';
import { run } from '../people/run.ts';
import { World } from '../people/world.ts';

/** A seed with almost every kind of step early. */
const seed = 141;
const bursts = 4;

test('the windows of three random people show exactly their changes', { tag: '@people' }, async () => {
  const world = new World();
  try {
    await world.start();
    await world.reset();
    const { done, failure } = await run(world, firstBursts(plan(seed), bursts));
    const story = sentences(done);
    expect(failure === undefined ? 'nothing is wrong' : `${failure.message}\n\n${story}`).toBe(
      'nothing is wrong',
    );
  } finally {
    await world.end();
  }
});
