/**
 * Hides commands from witnesses. A witness stores the entries that a voter lacks, and returns them, but need not read
 * them: so members seal the bodies of commands before they send them to a witness, and open them when they
 * receive them from one.
 *
 * All members seal a group to the same bytes, because a voter compares entries: the nonce is a keyed hash of the
 * group's digest, which covers all of the group. The number of commands, their origins, their sequences and their
 * signatures stay as they are.
 *
 * A group that does not open stays as it is. The check of its signature decides then: a witness of an earlier version
 * holds plain ones.
 */

import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { open, seal, sealNonceBytes } from '#shared/invite/keys/seal.ts';
import type { Message } from '#shared/paxos/messages.ts';
import type { Entry, Group } from '#shared/paxos/model/entry.ts';
import { groupDigest } from '#shared/wire/group-digest.ts';

const lengthBytes = 4;

export class Veil {
  readonly #key: Uint8Array;
  /** A group is sent to each witness, and perhaps again. */
  readonly #sealed = new WeakMap<Group, Group>();

  /** @param key {@link BoardKeys.veilKey}: 32 bytes that every member has, and no witness. */
  constructor(key: Uint8Array) {
    this.#key = key;
  }

  /** For a witness. */
  over(message: Message): Message {
    return withGroups(message, (group) => {
      const known = this.#sealed.get(group);
      if (known !== undefined) return known;
      const sealed = this.#seal(group);
      this.#sealed.set(group, sealed);
      return sealed;
    });
  }

  /** From a witness. */
  lift(message: Message): Message {
    return withGroups(message, (group) => this.#open(group));
  }

  /** The first body holds all of them, so that the overhead is that of one. */
  #seal(group: Group): Group {
    const { origin, first, bodies, previous, digest } = group;
    const nonce = hmac(sha256, this.#key, digest).subarray(0, sealNonceBytes);
    const parts = bodies.flatMap((body) => [lengthOf(body), body]);
    const sealed = seal(this.#key, concatBytes(...parts), contextOf(group), nonce);
    const veiled = { origin, first, bodies: bodies.map((_, at) => (at === 0 ? sealed : nothing)) };
    return { ...veiled, previous, seal: group.seal, digest: groupDigest(veiled, previous) };
  }

  #open(group: Group): Group {
    const { origin, first, bodies, previous } = group;
    const [sealed] = bodies;
    const opened = sealed === undefined ? undefined : open(this.#key, sealed, contextOf(group));
    const parts = opened === undefined ? undefined : partsOf(opened, bodies.length);
    if (parts === undefined) return group;
    const draft = { origin, first, bodies: parts };
    return { ...draft, previous, seal: group.seal, digest: groupDigest(draft, previous) };
  }
}

const nothing = new Uint8Array();

function contextOf({ origin, first, bodies }: Group): Uint8Array {
  return utf8ToBytes(`paxboard veil ${origin} ${first} ${bodies.length}`);
}

function lengthOf(body: Uint8Array): Uint8Array {
  const length = new Uint8Array(lengthBytes);
  new DataView(length.buffer).setUint32(0, body.byteLength);
  return length;
}

/** @returns undefined unless `bytes` are `count` parts, each after its length. */
function partsOf(bytes: Uint8Array, count: number): readonly Uint8Array[] | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const parts: Uint8Array[] = [];
  let at = 0;
  for (; parts.length < count; ) {
    if (at + lengthBytes > bytes.byteLength) return undefined;
    const start = at + lengthBytes;
    at = start + view.getUint32(at);
    if (at > bytes.byteLength) return undefined;
    parts.push(bytes.subarray(start, at));
  }
  return at === bytes.byteLength ? parts : undefined;
}

function withGroups(message: Message, change: (group: Group) => Group): Message {
  const entryOf = (entry: Entry): Entry =>
    entry.type === 'commands' ? { ...entry, groups: entry.groups.map(change) } : entry;
  switch (message.type) {
    case 'submit':
      return { ...message, groups: message.groups.map(change) };
    case 'propose':
    case 'learned':
      return { ...message, entries: message.entries.map(entryOf) };
    case 'promise':
      return {
        ...message,
        accepted: message.accepted.map(({ entry, ...accepted }) => ({ ...accepted, entry: entryOf(entry) })),
      };
    default:
      return message;
  }
}
