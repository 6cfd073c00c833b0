/**
 * Passes decided slots to the state machine, in order, and returns its results to the engine: a digest right after each
 * slot that requires one.
 */

import type { Decided, Effects, Event } from '../paxos/effects.ts';
import type { ReplicaId, Slot } from '../paxos/model/ids.ts';
import type { Outbox } from './outbox.ts';
import type { StateMachine } from './state-machine.ts';

/**
 * @param outbox drops the applied commands of `self`.
 * @returns events for the engine.
 */
export function applyEffects(
  applicables: Effects['decided'],
  machine: StateMachine,
  outbox: Pick<Outbox, 'applied'>,
  self: ReplicaId,
): readonly Event[] {
  const answers: Event[] = [];
  let run: Decided[] = [];
  const applyRun = (): void => {
    if (run.length === 0) return;
    const last = lastOwn(self, run);
    if (last !== undefined) outbox.applied(last.sequence, last.slot);
    machine.decided(run);
    run = [];
  };
  for (const applicable of applicables) {
    if (applicable.type === 'restored') {
      applyRun();
      outbox.applied(machine.restored(applicable), applicable.through);
      continue;
    }
    run.push(applicable);
    if (!applicable.digestDue) continue;
    applyRun();
    answers.push({ type: 'digest', slot: applicable.slot, digest: machine.digest() });
  }
  applyRun();
  return answers;
}

/** The last command of `origin`, and its slot. */
function lastOwn(
  origin: ReplicaId,
  decided: readonly Decided[],
): { readonly sequence: number; readonly slot: Slot } | undefined {
  let last: { readonly sequence: number; readonly slot: Slot } | undefined;
  for (const { slot, commands } of decided) {
    for (const command of commands) {
      if (command.origin === origin) last = { sequence: command.sequence, slot };
    }
  }
  return last;
}
