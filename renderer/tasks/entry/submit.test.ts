import { expect, it, vi } from 'vitest';
import { submitTasks } from './submit.ts';

const tasks = ['a', 'b', 'c'].map((title) => ({ title, notes: '', source: title }));

it('submits tasks in order, as one step, without waiting until they settle', async () => {
  const added: string[] = [];
  const steps = new Set<object>();
  const refused = vi.fn();
  const add = ({ title }: { readonly title: string }, together: object) => {
    added.push(title);
    steps.add(together);
    return new Promise<boolean>(() => undefined);
  };
  expect(await submitTasks(tasks, add, refused)).toEqual(tasks);
  expect(added).toEqual(['a', 'b', 'c']);
  expect(steps.size).toBe(1);
  expect(refused).not.toHaveBeenCalled();
});

it('stops at the first immediate refusal, and returns the remaining tasks', async () => {
  const refused = vi.fn();
  const add = vi.fn(async ({ title }: { readonly title: string }) => title === 'a');
  expect(await submitTasks(tasks, add, refused)).toEqual(tasks.slice(0, 1));
  expect(add).toHaveBeenCalledTimes(2);
  expect(refused.mock.calls).toEqual([[tasks.slice(1)]]);
});

it('returns a task that the others refuse later', async () => {
  const refused = vi.fn();
  let settle: (isOnBoard: boolean) => void = () => undefined;
  const add = ({ title }: { readonly title: string }) =>
    title === 'b'
      ? new Promise<boolean>((resolve) => {
          settle = resolve;
        })
      : Promise.resolve(true);
  expect(await submitTasks(tasks, add, refused)).toEqual(tasks);
  settle(false);
  await Promise.resolve();
  expect(refused.mock.calls).toEqual([[tasks.slice(1, 2)]]);
});
