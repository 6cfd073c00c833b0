/**
 * An attacker with a link that sends messages in the names of others: a member with a modified program. Each message
 * holds at least one group that its origin did not sign, so no device may process any of them.
 */

import type { Message } from '#shared/paxos/messages.ts';
import { type Ballot, ballotAbove } from '#shared/paxos/model/ballot.ts';
import { type Entry, type Group, noDigest } from '#shared/paxos/model/entry.ts';
import { nextSlot, type ReplicaId, replicaId } from '#shared/paxos/model/ids.ts';
import type { Device } from '#shared/replica/device.ts';
import { chained } from '#shared/wire/group-digest.ts';
import { bodyOf } from '../histories/operation.ts';
import type { Random } from '../random.ts';
import type { Member } from '../world/member.ts';
import { forger } from '../world/signatures.ts';
import type { World } from '../world/world.ts';

/** A genuine seal of another group: the best that a forger can obtain. */
const seal = Uint8Array.of(1);

/** Connects to a member, sends a forged message, and disconnects or is disconnected. */
export function forge(world: World, random: Random): void {
  const victim = random.pick(world.running);
  if (victim === undefined || victim.isHalted || victim.pausedUntil > world.agenda.now) return;
  // It cannot check signatures: members check what it returns.
  if (victim.isWitness) return;
  const message = forgedMessage(world, victim, random);
  if (message === undefined) return;
  world.trace(() => `fault: a ${message.type} with forged commands reaches ${victim.id}`);
  world.runOn(victim, (device) => {
    device.linkUp(forger, { access: 'edit' });
    device.receive(forger, message);
    device.linkDown(forger);
  });
}

function forgedMessage(world: World, { device }: Member, random: Random): Message | undefined {
  if (device === undefined) return undefined;
  const { generation, decidedThrough, promised } = device.status();
  const group = forgedGroup(world, random);
  const genuine = random.pick(world.signatures.latest);
  // A forged group must not pass next to a genuine one either.
  const groups = genuine !== undefined && random.chance(0.3) ? [genuine, group] : [group];
  const entries: readonly Entry[] = [{ type: 'commands', groups }];
  const from = nextSlot(decidedThrough);
  const ballot = ballotOf(device, promised, random);
  switch (random.between(1, 4)) {
    case 1:
      return { type: 'submit', generation, groups, forwarded: random.chance(0.5) };
    case 2:
      return { type: 'learned', generation, firstSlot: from, entries, decidedThrough: from };
    case 3:
      return { type: 'propose', generation, ballot, firstSlot: from, entries, decidedThrough };
    default: {
      const accepted = entries.map((entry) => ({ slot: from, ballot, entry }));
      const range = {
        prepared: from,
        firstSlot: from,
        decidedThrough: from,
        compactedThrough: decidedThrough,
      };
      return { type: 'promise', generation, ballot, ...range, accepted };
    }
  }
}

function ballotOf(device: Device, promised: Ballot, random: Random): Ballot {
  const { leader } = device.status();
  return random.chance(0.5) ? leader : ballotAbove(promised, promised.epoch, forger);
}

/** In the name of a member, after its last group or replacing it, or in the name of an unknown device. */
function forgedGroup(world: World, random: Random): Group {
  const body = bodyOf({ type: 'write', key: 'k1', value: 'forged' });
  const last = random.pick(world.signatures.latest);
  if (last === undefined || random.chance(0.1)) return made(replicaId('ghost'), 1, body, noDigest);
  const { origin, first, bodies, previous, digest } = last;
  switch (random.between(1, 3)) {
    case 1:
      return made(origin, first, body, previous);
    case 2:
      return made(origin, first + bodies.length, body, digest);
    default:
      // The digest of the genuine group differs.
      return { ...last, bodies: [...bodies.slice(1), body] };
  }
}

function made(origin: ReplicaId, first: number, body: Uint8Array, previous: Uint8Array): Group {
  const [group] = chained([{ origin, first, bodies: [body] }], previous, () => seal);
  if (group === undefined) throw new RangeError('nothing was forged');
  return group;
}
