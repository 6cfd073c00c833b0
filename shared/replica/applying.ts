/**
 * Passes decided slots to the state machine, in order, and returns its results to the engine: a digest right after each
 * slot that requires one, a snapshot after the last.
 */

import type { Applicable, Decided, Effects, Event } from '../paxos/effects.ts';
import type { ReplicaId, Slot } from '../paxos/model/ids.ts';
import type { Outbox } from './outbox.ts';
import type { StateMachine } from './state-machine.ts';

/**
 * @param outbox drops the applied commands of `self`.
 * @returns events that the engine must process before any other: it accepts a snapshot only of the last slot that it
 *   has handed out.
 */
export function applyEffects(
  { decided: applicables, snapshotDue }: Pick<Effects, 'decided' | 'snapshotDue'>,
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
  // Without a decided slot there is no new snapshot; the engine requests it again.
  const through = lastSlotOf(applicables);
  if (snapshotDue && through !== undefined) {
    answers.push({ type: 'compact', through, state: machine.snapshot() });
  }
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

function lastSlotOf(applicables: readonly Applicable[]): Slot | undefined {
  const last = applicables.at(-1);
  return last?.type === 'restored' ? last.through : last?.slot;
}
