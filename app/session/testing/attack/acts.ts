/** All that an attacker does, each drawn from a seed of its own: so a sequence is the same when others are left out of it. */

import * as fc from 'fast-check';
import { maxDescriptionLength } from '#app/mesh/link/channel/channel.ts';
import {
  encodeLinkMessage,
  type LinkMessage,
  pingMessage,
  removedMessage,
} from '#app/mesh/link/channel-messages.ts';
import { channelMessages } from '#app/mesh/testing/fuzz-links.ts';
import { Mutator } from '#app/mesh/testing/mutations.ts';
import { seededBytes } from '#app/mesh/testing/seeded-bytes.ts';
import { blobIdOf } from '#shared/blob/blob.ts';
import { encodeCommand } from '#shared/board/bytes/codec.ts';
import type { Status } from '#shared/paxos/effects.ts';
import type { Message } from '#shared/paxos/messages.ts';
import { type ReplicaId, slot } from '#shared/paxos/model/ids.ts';
import { groupOf } from '#shared/paxos/testing/groups.ts';
import { type BlobMessage, blobChunkBytes, encodeBlobMessage, maxBlobIds } from '#shared/wire/blobs.ts';
import { encodeMessage, encodeSessionMessage } from '#shared/wire/frame.ts';
import { chained } from '#shared/wire/group-digest.ts';
import type { Presence } from '#shared/wire/presence.ts';
import { anyMessage } from '#shared/wire/testing/arbitraries.ts';
import type { AttackedBoard, AttackedDevice } from './attacked-board.ts';
import type { Attacker } from './attacker.ts';

export const attackers = ['stranger', 'viewer', 'liar', 'removed', 'impostor', 'editor'] as const;
export type AttackerKind = (typeof attackers)[number];

export const actKinds = [
  'connect',
  'junkSignal',
  'repeatSignal',
  'signal',
  'ping',
  'removed',
  'link',
  'bytes',
  'random',
  'spoiled',
  'submit',
  'propose',
  'learned',
  'superseded',
  'generation',
  'snapshot',
  'learn',
  'forge',
  'presence',
  'blobs',
  'pause',
] as const; // prettier-ignore

export interface Act {
  readonly by: AttackerKind;
  readonly kind: (typeof actKinds)[number];
  /** Which of the three. */
  readonly target: number;
  readonly seed: number;
  /** How often, in one go. */
  readonly times: number;
}

/** Text that only an attacker writes. */
export const mark = 'Mallory was here';

/** A link survives this. */
const lawful = actKinds.filter((kind) => !['bytes', 'spoiled', 'random', 'link', 'forge'].includes(kind));

/** An editor could do more harm by false Paxos messages. That is out of scope: the engine does not tolerate Byzantine voters. */
const editorKinds = ['connect', 'ping', 'learn', 'forge', 'forge', 'forge', 'pause'] as const;

/** @returns the acts of one burst. */
export function burst(seed: number, acts: number): readonly Act[] {
  const draw = new Mutator(seededBytes(seed));
  // A message that breaks the link silences the attacker for a while, so half of the bursts send none.
  const kinds = draw.below(2) === 0 ? actKinds : lawful;
  return Array.from({ length: acts }, () => ({
    ...authorAndKind(draw, kinds),
    target: draw.below(3),
    seed: draw.below(2 ** 31),
    times: draw.below(8) === 0 ? 200 : 1 + draw.below(4),
  }));
}

function authorAndKind(draw: Mutator, kinds: readonly Act['kind'][]): Pick<Act, 'by' | 'kind'> {
  const by = draw.pick(attackers) ?? 'stranger';
  const possible = by === 'editor' ? editorKinds : kinds;
  return { by, kind: draw.below(4) === 0 ? 'connect' : (draw.pick(possible) ?? 'connect') };
}

export async function perform(
  board: AttackedBoard,
  attacker: Attacker,
  me: ReplicaId,
  act: Act,
): Promise<void> {
  const target = board.devices[act.target];
  const status = target?.replica.status();
  if (target === undefined || status === undefined) return;
  if (act.kind === 'pause') return board.clock.advance(act.times * 10);
  const draw = new Mutator(seededBytes(act.seed));
  if (act.kind === 'forge') await forge(board, attacker, target, status, me, draw);
  else
    for (let count = 0; count < act.times; count += 1) once(attacker, target, status, me, act, draw, count);
  // A handshake takes a few deliveries.
  await board.clock.advance(act.kind === 'connect' ? 60 : 10);
}

function once(
  attacker: Attacker,
  target: AttackedDevice,
  status: Status,
  me: ReplicaId,
  { kind, seed }: Act,
  draw: Mutator,
  count: number,
): void {
  const to = target.address();
  switch (kind) {
    case 'connect':
      return attacker.offer(to);
    case 'junkSignal':
      return attacker.raw(to, 'A'.repeat(draw.below(2 * maxDescriptionLength)));
    case 'repeatSignal': {
      const before = draw.pick(attacker.sent);
      if (before !== undefined) attacker.raw(before.to, before.data);
      return;
    }
    case 'signal': {
      const type = draw.below(2) === 0 ? 'offer' : 'answer';
      return attacker.signal(to, `${draw.below(2 ** 31)}`.padStart(16, '0'), {
        type,
        sdp: `channel${draw.below(99)}\r\n`,
      });
    }
    case 'ping':
      attacker.message(to, pingMessage(draw.below(2) === 0 ? 'ping' : 'pong', draw.below(2 ** 31)));
      return;
    case 'removed':
      attacker.message(to, removedMessage());
      return;
    case 'link':
      attacker.message(to, encodeLinkMessage(linkMessage(draw, me)));
      return;
    case 'blobs':
      attacker.frame(to, encodeBlobMessage(blobMessage(draw)));
      return;
    case 'bytes':
      attacker.message(to, draw.mutated(channelMessages([])));
      return;
    case 'presence':
      attacker.frame(to, encodeSessionMessage(presence(draw)));
      return;
    default:
      for (const message of messages(kind, seed + count, draw, status, me)) {
        const bytes = encodeMessage(message);
        attacker.frame(to, kind === 'spoiled' ? draw.mutated([bytes]) : bytes);
      }
  }
}

/** A rename or a removal in the name of another, as a device would say it that knows all that this one has said so far. */
async function forge(
  board: AttackedBoard,
  attacker: Attacker,
  target: AttackedDevice,
  { generation, leader, decidedThrough }: Status,
  me: ReplicaId,
  draw: Mutator,
): Promise<void> {
  const [victim, other] = [board.devices[draw.below(3)], board.devices[draw.below(3)]];
  if (victim === undefined || other === undefined) return;
  const { nextSequence, lastDigest } = await board.saidBy(victim);
  const at = 1000;
  const body = encodeCommand(
    draw.below(2) === 0
      ? { type: 'board/rename', name: mark, at }
      : { type: 'member/remove', id: other.me.replica, name: mark, at },
  );
  const origin = victim.me.replica;
  // The best that it has: a seal of its own, of the right length.
  const seal = Uint8Array.from({ length: nextSequence === 1 ? 160 : 96 }, () => draw.below(256));
  const groups = chained([{ origin, first: nextSequence, bodies: [body] }], lastDigest, () => seal);
  const entries = [{ type: 'commands' as const, groups }];
  const from = slot(decidedThrough + 1);
  const ballot = { ...leader, round: leader.round + 1, replica: me };
  const messages: readonly Message[] = [
    { type: 'submit', generation, groups, forwarded: draw.below(2) === 0 },
    { type: 'learned', generation, firstSlot: from, entries, decidedThrough: from },
    { type: 'propose', generation, ballot, firstSlot: from, entries, decidedThrough },
  ];
  const message = draw.pick(messages);
  if (message !== undefined) attacker.frame(target.address(), encodeMessage(message));
}

/** Somewhere, and drawing something. */
function presence(draw: Mutator): Presence {
  const pointer = { x: draw.below(1000), y: draw.below(1000), tool: 'laser', pressed: true } as const;
  const where = { type: 'presence', tab: 'whiteboard', pointer } as const;
  if (draw.below(2) === 0) return where;
  const set = { type: 'rectangle', x: 0, y: 0, width: 20_000, height: 20_000, name: mark };
  return { ...where, previews: [{ id: `e${draw.below(1000)}`, set }] };
}

function linkMessage(draw: Mutator, me: ReplicaId): LinkMessage {
  const payload = draw.mutated([Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 0, 1)]);
  const kind = draw.pick(['carry', 'carried', 'undelivered', 'neighbours'] as const) ?? 'carry';
  if (kind === 'neighbours') return { kind, replicas: Array.from({ length: draw.below(128) }, () => me) };
  return kind === 'undelivered' ? { kind, replica: me } : { kind, replica: me, payload };
}

/** Announcements, requests, and chunks that nobody asked for. */
function blobMessage(draw: Mutator): BlobMessage {
  const id = blobIdOf(Uint8Array.of(draw.below(256), draw.below(256)));
  switch (draw.below(4)) {
    case 0:
      return { type: 'have', ids: Array.from({ length: 1 + draw.below(maxBlobIds) }, () => id) };
    case 1:
      return { type: 'lack', ids: [id] };
    case 2:
      return { type: 'want', id, offset: draw.below(300) * blobChunkBytes };
    default: {
      const bytes = new Uint8Array(blobChunkBytes).fill(draw.below(256));
      return { type: 'chunk', id, offset: 0, total: blobChunkBytes * (1 + draw.below(300)), bytes };
    }
  }
}

/** As a device would say it that knows all that `status` says, and wants something else decided. */
function messages(
  kind: Act['kind'],
  seed: number,
  draw: Mutator,
  { generation, leader, decidedThrough }: Status,
  me: ReplicaId,
): readonly Message[] {
  const next = slot(decidedThrough + 1);
  const body = encodeCommand({ type: 'board/rename', name: mark, at: 1000 });
  const groups = [groupOf(me, 1 + draw.below(3), body)];
  const entries = [{ type: 'commands' as const, groups }];
  const ballot = {
    ...leader,
    round: leader.round + draw.below(3),
    replica: draw.below(2) === 0 ? me : leader.replica,
  };
  switch (kind) {
    case 'submit':
      return [{ type: 'submit', generation, groups, forwarded: draw.below(2) === 0 }];
    case 'propose':
      return [
        { type: 'prepare', generation, ballot, firstSlot: next },
        { type: 'propose', generation, ballot, firstSlot: next, entries, decidedThrough },
        { type: 'accept', generation, ballot, firstSlot: next, through: next },
      ];
    case 'learned':
      return [{ type: 'learned', generation, firstSlot: next, entries, decidedThrough: next }];
    case 'superseded':
      return [
        {
          type: 'superseded',
          generation: generation + draw.below(2),
          sharedThrough: decidedThrough,
          decidedThrough,
        },
      ];
    case 'generation':
      return [
        {
          type: 'heartbeat',
          generation: generation + 1,
          round: 1,
          nonce: 1,
          leader: ballot,
          happy: true,
          decidedThrough: slot(decidedThrough + 1000),
          storedThrough: slot(decidedThrough + 1000),
          sharedThrough: decidedThrough,
          yours: { ballot: { ...ballot, round: ballot.round + 1000 }, acceptedThrough: next },
        },
        { type: 'signOff', generation, going: true },
        { type: 'handover', generation, ballot },
      ];
    case 'snapshot': {
      const bytes = new Uint8Array(1000).fill(draw.below(256));
      const image = { through: slot(decidedThrough + 500), totalBytes: 5000, digest: 'ab'.repeat(32) };
      return [{ type: 'snapshot', generation, ...image, offset: draw.below(4) * 1000, bytes }];
    }
    case 'learn':
      return [{ type: 'learn', generation, firstSlot: slot(1) }];
    default:
      return fc.sample(anyMessage, { seed, numRuns: 1 });
  }
}
