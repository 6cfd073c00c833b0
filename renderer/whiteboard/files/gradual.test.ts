import { expect, test } from 'vitest';
import type { ElementPatch } from '#shared/board/commands.ts';
import { shape } from '../../testing/shape.ts';
import { addGradually, groupSize, maxAtOnce } from './gradual.ts';

const many = Array.from({ length: maxAtOnce + 10 }, (_, at) => shape(`e${at}`));

/** Adds `elements`, and cancels after `cancelAfter` of them. */
async function run(
  elements: typeof many,
  { cancelAfter = Number.POSITIVE_INFINITY, replaced = ['old'] } = {},
) {
  const submitted: (readonly ElementPatch[])[] = [];
  const steps: number[] = [];
  let draws = 0;
  const isDone = await addGradually(elements, {
    submit: (patches) => submitted.push(patches),
    drawn: async () => {
      draws += 1;
    },
    isCancelled: () => (steps.at(-1) ?? 0) >= cancelAfter,
    progress: (added) => steps.push(added),
    replaced,
  });
  return { submitted, steps, draws, isDone };
}

function deleted(patches: readonly ElementPatch[] = []): readonly string[] {
  return patches.filter(({ set }) => set.isDeleted === true).map(({ id }) => id);
}

test('a drawing of the usual size is one change, together with the deletion of the replaced elements', async () => {
  const { submitted, steps, draws, isDone } = await run(many.slice(0, maxAtOnce));
  expect([submitted.length, steps, draws, isDone]).toEqual([1, [maxAtOnce], 0, true]);
  expect(deleted(submitted[0])).toEqual(['old']);
});

test('a larger drawing is added in groups; the replaced elements are deleted with the last one', async () => {
  const { submitted, steps, draws, isDone } = await run(many);
  expect(steps).toEqual([groupSize, 2 * groupSize, 3 * groupSize, 4 * groupSize, many.length]);
  expect([draws, isDone]).toEqual([4, true]);
  expect(submitted.map(deleted)).toEqual([[], [], [], [], ['old']]);
  const created = submitted.flat().filter(({ create }) => create === true);
  expect(created.map(({ id }) => id)).toEqual(many.map(({ id }) => id));
});

test('a cancelled drawing leaves none of its elements, and replaces none', async () => {
  const { submitted, isDone } = await run(many, { cancelAfter: 2 * groupSize });
  expect(isDone).toBe(false);
  expect(submitted).toHaveLength(3);
  expect(deleted(submitted[2])).toEqual(many.slice(0, 2 * groupSize).map(({ id }) => id));
  expect(submitted.flatMap(deleted)).not.toContain('old');
});

test('an empty drawing changes nothing', async () => {
  expect(await run([])).toEqual({ submitted: [], steps: [], draws: 0, isDone: true });
});
