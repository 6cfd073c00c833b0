import { expect, test, vi } from 'vitest';
import type { DesktopBridge } from '#shared/desktop/bridge.ts';
import { desktopLife, desktopSecrets } from './desktop.ts';

test('an opened secret equals the sealed one; one that cannot be opened is undefined', async () => {
  const box = desktopSecrets({
    sealSecret: async (secret) => `sealed ${secret}`,
    openSecret: async (sealed) => (sealed.startsWith('sealed ') ? sealed.slice(7) : undefined),
  });
  const secret = Uint8Array.from({ length: 32 }, (_, at) => at * 7);
  expect(await box.open((await box.seal(secret)) ?? '')).toEqual(secret);
  expect(await box.open('other')).toBeUndefined();
});

test('the app waits until the session has left', async () => {
  let step: Parameters<DesktopBridge['onLifeStep']>[0] = async () => undefined;
  const end = vi.fn();
  const onLifeStep = (callback: typeof step) => {
    step = callback;
    return end;
  };
  let left = (): void => undefined;
  const leaving = new Promise<void>((resolve) => {
    left = resolve;
  });
  const listener = { leave: vi.fn(() => leaving), stay: vi.fn(), wake: vi.fn() };
  const stop = desktopLife({ onLifeStep })(listener);
  await step('wake');
  await step('stay');
  expect([listener.wake.mock.calls.length, listener.stay.mock.calls.length]).toEqual([1, 1]);
  const over = vi.fn();
  const done = step('leave').then(over);
  await Promise.resolve();
  expect(over).not.toHaveBeenCalled();
  left();
  await done;
  stop();
  expect(end).toHaveBeenCalledOnce();
});
