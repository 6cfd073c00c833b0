import { afterEach, expect, it, vi } from 'vitest';
import { Device } from '#shared/replica/device.ts';
import { calmPlan, Mesh } from '../../scenarios/stage/mesh.ts';
import { maxStepsInInstant, StorageSteps } from './storage-steps.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

it('a device that stores more with each confirmation fails, with the seed, the replica and the last steps', () => {
  const mesh = new Mesh(1, 1, { plan: { ...calmPlan(42, 1), writeDelay: 0 } });
  const { saved } = Device.prototype;
  vi.spyOn(Device.prototype, 'saved').mockImplementation(function (this: Device) {
    saved.call(this);
    mesh.submit(1);
  });
  mesh.submit(1);
  expect(() => mesh.run(1)).toThrow(
    /^seed 42: more than \d+ storage steps of n1 at the time \d+; the last ones:\n {2}(stores|takes)/,
  );
});

it('the bound begins anew with each instant', () => {
  const steps = new StorageSteps(1, 'n1');
  const begin = (now: number) => steps.begin(now, () => 'stores');
  for (const now of [1, 2]) for (let count = 0; count < maxStepsInInstant; count += 1) begin(now);
  expect(() => begin(3)).not.toThrow();
  for (let count = 1; count < maxStepsInInstant; count += 1) begin(3);
  expect(() => begin(3)).toThrow('stores');
});
