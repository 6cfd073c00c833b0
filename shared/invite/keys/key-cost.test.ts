import { Session } from 'node:inspector/promises';
import { expect, test } from 'vitest';
import { boardSecretBytes } from '../invite.ts';
import { deriveKeys } from './keys.ts';

/** @returns how often `run` adds two points of the curve. Noble's classes are frozen, so the engine counts. */
async function additions(run: () => void): Promise<number> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
  run();
  const { result } = await session.post('Profiler.takePreciseCoverage');
  session.disconnect();
  const functions = result
    .filter(({ url }) => url.endsWith('/abstract/edwards.js'))
    .flatMap((script) => script.functions);
  return functions.find(({ functionName }) => functionName === 'add')?.ranges[0]?.count ?? 0;
}

test('the first keys of a page cost half as many additions of points as with the default table', async () => {
  const first = await additions(() => deriveKeys(new Uint8Array(boardSecretBytes).fill(7)));
  expect(first).toBeGreaterThan(100);
  expect(first).toBeLessThan(1_200);
  const next = await additions(() => deriveKeys(new Uint8Array(boardSecretBytes).fill(8)));
  // Two keys: of editors, and of viewers.
  expect(next).toBeLessThan(300);
});
