/** A minute of `npm run test:people` with a fixed seed: the same steps each time, at any machine speed. */

import { expect, test } from '@playwright/test';
import { plan } from '../people/plan/plan.ts';
import { sentences } from '../people/plan/script.ts';
import { run } from '../people/run.ts';
import { World } from '../people/world.ts';

/** A seed with almost every kind of step early. */
const seed = 141;
const bursts = 4;

test('three random people see their own changes, and nothing else', { tag: '@people' }, async () => {
  test.setTimeout(420_000);
  const world = new World();
  try {
    await world.start();
    await world.reset();
    let left = bursts;
    const goesOn = () => {
      left -= 1;
      return left >= 0;
    };
    const { done, failure } = await run(world, plan(seed), goesOn);
    const story = sentences(done);
    expect(failure === undefined ? 'nothing is wrong' : `${failure.message}\n\n${story}`).toBe(
      'nothing is wrong',
    );
  } finally {
    await world.end();
  }
});
