import { expect, test, vi } from 'vitest';
import { lastingStorage } from './lasting-storage.ts';

function browser(isLasting: boolean, answer: boolean) {
  let lasts = isLasting;
  return {
    persisted: vi.fn(async () => lasts),
    persist: vi.fn(async () => {
      lasts = answer;
      return answer;
    }),
  };
}

test('the browser is asked to keep what is stored, and its answer counts', async () => {
  for (const answer of [true, false]) {
    const storage = lastingStorage(browser(false, answer), expect.fail);
    expect(await storage.isLasting()).toBe(false);
    await storage.ask();
    expect(await storage.isLasting()).toBe(answer);
  }
});

test('it is not asked for what it does already', async () => {
  const manager = browser(true, true);
  await lastingStorage(manager, expect.fail).ask();
  expect(manager.persist).not.toHaveBeenCalled();
});

test.each([undefined, {}])(
  'without a secure context (%o) nothing is known and nothing fails',
  async (manager) => {
    const storage = lastingStorage(manager, expect.fail);
    await storage.ask();
    expect(await storage.isLasting()).toBeUndefined();
  },
);

test('a browser that fails to answer is a warning', async () => {
  const warn = vi.fn();
  const fail = () => Promise.reject(new TypeError('opaque origin'));
  const storage = lastingStorage({ persist: fail, persisted: fail }, warn);
  await storage.ask();
  expect(await storage.isLasting()).toBeUndefined();
  expect(warn).toHaveBeenCalledTimes(2);
});
