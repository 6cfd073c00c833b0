/** A session over a fake replica, with manual frames and a manual clock. */

import { memoryBlobs } from '#app/blobs/testing/memory-blobs.ts';
import { systemClock } from '#app/clock/clock.ts';
import { decodeCommand } from '#shared/board/bytes/codec.ts';
import type { BoardCommandBody, ElementPatch } from '#shared/board/commands.ts';
import { replicaId } from '#shared/paxos/model/ids.ts';
import { Session } from '../session.ts';
import type { SessionOptions } from '../session-options.ts';
import { FakeReplica } from './fake-replica.ts';

export const ada = replicaId('ada-1');

export function openSession(
  some: Partial<SessionOptions> = {},
  prepare: (replica: FakeReplica) => void = () => undefined,
) {
  const replica = new FakeReplica();
  prepare(replica);
  const flushes: (() => void)[] = [];
  const urgencies: boolean[] = [];
  let ids = 0;
  let elapsed = 0;
  const session = new Session({
    boardId: 'board',
    boardName: 'Plans',
    founder: false,
    myName: '',
    deviceLabel: (id) => `Device ${id}`,
    invite: { secret: new Uint8Array(32), boardName: 'old name', hosts: ['http://10.0.0.1:7420'] },
    blobs: memoryBlobs(),
    replica,
    random: (bytes) => new Uint8Array(bytes),
    now: () => 1234,
    clock: { ...systemClock, now: () => elapsed },
    newId: () => {
      ids += 1;
      return `task-${ids}`;
    },
    schedule: (flush, isUrgent) => {
      flushes.push(flush);
      urgencies.push(isUrgent === true);
    },
    ...some,
  });
  session.start();
  return {
    session,
    replica,
    flushes,
    /** Of each call of the schedule, whether it was urgent. */
    urgencies,
    pass: (ms: number) => {
      elapsed += ms;
    },
    /** A frame is drawn. */
    frame: () => {
      for (const flush of flushes.splice(0)) flush();
    },
    /** The commands that this device submitted, without their times. */
    handedOver: () =>
      replica.submitted.map(({ body }) => {
        const decoded = decodeCommand(body);
        if (!decoded.ok) return decoded.reason;
        const { at: _, ...command } = decoded.command;
        return command;
      }),
  };
}

export const patch = (...patches: ElementPatch[]): BoardCommandBody => ({ type: 'elements/patch', patches });
export const create = (id: string, set: ElementPatch['set'] = {}): ElementPatch => ({
  id,
  create: true,
  set,
});
export const task = (id: string): BoardCommandBody => ({
  type: 'task/create',
  id,
  title: id,
  column: 'todo',
});
