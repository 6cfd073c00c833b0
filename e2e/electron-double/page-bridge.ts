/** Runs in each page of the double before its scripts: gives it what the preload exposed. Self-contained. */

import type { Shape } from './renderer.ts';

export interface Asked {
  readonly type: 'boot' | 'call' | 'end' | 'open';
  readonly url?: string;
  readonly name?: string;
  readonly key?: string;
  readonly number?: number;
  readonly args?: readonly unknown[];
}

export function installBridge(shapes: readonly Shape[]): void {
  // Frames within the page get no preload.
  if (window.top !== window) return;
  const ask: (asked: Asked) => Promise<unknown> = Reflect.get(window, '__paxboardDouble');
  const callbacks = new Map<number, (...args: unknown[]) => unknown>();
  let count = 0;
  Reflect.set(window, '__paxboardCallback', (number: number, args: unknown[]) =>
    callbacks.get(number)?.(...args),
  );
  void ask({ type: 'boot', url: location.href });
  const open = window.open.bind(window);
  window.open = (url, ...rest) => {
    void ask({ type: 'open', url: String(url) }).then(
      (isAllowed) => isAllowed === true && open(url, ...rest),
    );
    return null;
  };
  for (const { name, values, functions } of shapes) {
    const api: Record<string, unknown> = { ...values };
    for (const key of functions) {
      api[key] = (...given: unknown[]) => {
        count += 1;
        const number = count;
        const args = given.map((arg) => {
          if (typeof arg !== 'function') return arg;
          count += 1;
          callbacks.set(count, (...values) => Reflect.apply(arg, undefined, values));
          return `callback:${count}`;
        });
        const result = ask({ type: 'call', name, key, number, args });
        if (!key.startsWith('on')) return result;
        result.catch((error: unknown) => console.error(error));
        return () => void ask({ type: 'end', number });
      };
    }
    Object.defineProperty(window, name, { value: Object.freeze(api) });
  }
}
