import { expect, it } from 'vitest';
import { atOnce } from './at-once.ts';

it('returns the value of a promise that resolves without waiting, also after a chain', async () => {
  const refused = Promise.resolve('refused');
  expect(await atOnce(refused)).toBe('refused');
  const chain = refused.then((value) => refused.then(() => value)).then((value) => Promise.resolve(value));
  expect(await atOnce(chain.catch(() => 'failed'))).toBe('refused');
});

it('does not wait for a timer, nor for a promise that never resolves', async () => {
  expect(await atOnce(new Promise((resolve) => setTimeout(() => resolve('late'), 0)))).toBeUndefined();
  expect(await atOnce(new Promise(() => undefined))).toBeUndefined();
});

it('passes a failure on', async () => {
  await expect(atOnce(Promise.reject(new Error('failed')))).rejects.toThrow('failed');
});
