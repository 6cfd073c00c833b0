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

test("requests persistent storage, and uses the browser's answer", async () => {
  for (const answer of [true, false]) {
    const storage = lastingStorage(browser(false, answer), expect.fail);
    expect(await storage.isLasting()).toBe(false);
    await storage.ask();
    expect(await storage.isLasting()).toBe(answer);
  }
});

test('requests nothing that is granted already', async () => {
  const manager = browser(true, true);
  await lastingStorage(manager, expect.fail).ask();
  expect(manager.persist).not.toHaveBeenCalled();
});

test.each([undefined, {}])(
  'without a secure context (%o) the answer is unknown and nothing fails',
  async (manager) => {
    const storage = lastingStorage(manager, expect.fail);
    await storage.ask();
    expect(await storage.isLasting()).toBeUndefined();
  },
);

test('a browser that fails to answer causes a warning', async () => {
  const warn = vi.fn();
  const fail = () => Promise.reject(new TypeError('opaque origin'));
  const storage = lastingStorage({ persist: fail, persisted: fail }, warn);
  await storage.ask();
  expect(await storage.isLasting()).toBeUndefined();
  expect(warn).toHaveBeenCalledTimes(2);
});
