/** The way to the test's process, which owns the browser (`launch.ts`). */

import { Rpc } from './rpc.ts';

type Answer = (...args: never[]) => unknown;

const known = new Map<string, Answer>();

export const rpc = new Rpc(
  {
    send: (message) => process.connected && process.send?.(message),
    onMessage: (listener) => process.on('message', listener),
  },
  (method, args) => {
    const answer = known.get(method);
    if (answer === undefined) throw new Error(`the double knows no ${method}`);
    return Reflect.apply(answer, undefined, [...args]);
  },
);

/** What the test's process may ask for. */
export function answers(more: Readonly<Record<string, Answer>>): void {
  for (const [method, answer] of Object.entries(more)) known.set(method, answer);
}
