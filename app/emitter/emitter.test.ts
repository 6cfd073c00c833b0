import { expect, test, vi } from 'vitest';
import { Emitter } from './emitter.ts';

test('calls each subscription, until it ends', () => {
  const emitter = new Emitter<number>();
  const listener = vi.fn();
  const end = emitter.subscribe(listener);
  emitter.subscribe(listener);
  emitter.emit(1);
  end();
  emitter.emit(2);
  expect(listener.mock.calls).toEqual([[1], [1], [2]]);
});

test('does not call a listener after another listener ended its subscription', () => {
  const emitter = new Emitter<void>();
  let end = (): void => undefined;
  emitter.subscribe(() => end());
  const second = vi.fn();
  end = emitter.subscribe(second);
  emitter.emit();
  expect(second).not.toHaveBeenCalled();
});
