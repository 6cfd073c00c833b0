/** 10. The history that clients observe is linearizable. */

import { Violation } from '../checks/violation.ts';
import type { History, Seen } from './history.ts';
import { checkRegister } from './linearizability.ts';

/** Steps for one key, after which a history stays unjudged. */
const maxSteps = 20_000;

/** @throws Violation of rule 10. */
export function assertLinearizable(history: History): void {
  const byKey = new Map<string, Seen[]>();
  for (const seen of history.all) {
    const { key } = seen.operation;
    const ofKey = byKey.get(key) ?? [];
    ofKey.push(seen);
    byKey.set(key, ofKey);
  }
  for (const [key, ofKey] of byKey) {
    if (checkRegister(ofKey, maxSteps, history.initial.get(key)) === 'not linearizable') {
      throw new Violation(
        '10 linearizable',
        `the operations on ${key} fit no order: ${ofKey.length} operations`,
      );
    }
  }
}
