/**
 * 28. A witness receives and stores no command in the clear. All members seal a group to the same bytes. What a witness
 * returns gives each member exactly the group that was sealed.
 *
 * Keeps a record of what was sealed, apart from `shared/replica/members/veil.ts`: the other checks compare the groups of a
 * witness by it.
 */

import type { DurableState, LogRecord, Write } from '#shared/paxos/effects.ts';
import type { Message } from '#shared/paxos/messages.ts';
import { commandsOf, type Entry, type Group, isSameDigest } from '#shared/paxos/model/entry.ts';
import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import { areSameCommands } from '../same-entry.ts';
import { Violation } from '../violation.ts';

const rule = '28 veil';

export class VeilAccount {
  /** The groups that were sealed, by the digest of the result. */
  readonly #clear = new Map<string, Group>();
  /** The digest of the result, by that of the group. */
  readonly #sealed = new Map<string, string>();
  readonly #clearedWrites = new WeakMap<Write, Write>();

  /** `by` sends `sealed` in place of `message` to a witness. */
  seals(by: ReplicaId, message: Message, sealed: Message): void {
    const results = groupsIn(sealed);
    groupsIn(message).forEach((group, at) => {
      const result = results[at];
      if (result === undefined) throw new Violation(rule, `${by} leaves out ${nameOf(group)}`);
      if (shows(result, group)) throw new Violation(rule, `${by} sends ${nameOf(group)} in the clear`);
      const [name, resultName] = [digestName(group), digestName(result)];
      if ((this.#sealed.get(name) ?? resultName) !== resultName)
        throw new Violation(rule, `${by} seals ${nameOf(group)} to other bytes than another member`);
      this.#sealed.set(name, resultName);
      this.#clear.set(resultName, group);
    });
  }

  /** `by` makes `opened` of what a witness has sent. */
  opens(by: ReplicaId, message: Message, opened: Message): void {
    const results = groupsIn(opened);
    groupsIn(message).forEach((group, at) => {
      const [expected, result] = [this.#clear.get(digestName(group)), results[at]];
      if (expected === undefined)
        throw new Violation(rule, `${by} receives ${nameOf(group)} from a witness, which nobody has sealed`);
      if (result === undefined || !isSameGroup(result, expected))
        throw new Violation(rule, `${by} makes something else of ${nameOf(group)}, which a witness returns`);
    });
  }

  /** The witness `id` writes. */
  holds(id: ReplicaId, { records }: Write): void {
    const groups = records.flatMap(({ entry }) => (entry.type === 'commands' ? entry.groups : []));
    const plain = groups.find((group) => !this.#clear.has(digestName(group)));
    if (plain !== undefined) throw new Violation(rule, `${id} stores ${nameOf(plain)}, which is not sealed`);
  }

  /** `message` as the members know it. */
  clear(message: Message): Message {
    return groupsIn(message).some((group) => this.#clear.has(digestName(group)))
      ? withGroups(message, (group) => this.#clearGroup(group))
      : message;
  }

  clearWrite(write: Write): Write {
    const known = this.#clearedWrites.get(write);
    if (known !== undefined) return known;
    const cleared = { ...write, records: this.#clearRecords(write.records) };
    this.#clearedWrites.set(write, cleared);
    return cleared;
  }

  clearState(state: DurableState | undefined): DurableState | undefined {
    return state && { ...state, records: this.#clearRecords(state.records) };
  }

  #clearRecords(records: readonly LogRecord[]): readonly LogRecord[] {
    return records.map((record) => ({
      ...record,
      entry: changed(record.entry, (group) => this.#clearGroup(group)),
    }));
  }

  #clearGroup(group: Group): Group {
    return this.#clear.get(digestName(group)) ?? group;
  }
}

/** Whether a body of `group` is within those of `sealed`. */
function shows(sealed: Group, group: Group): boolean {
  const held = sealed.bodies.map((body) => Buffer.from(body));
  return group.bodies.some(
    (body) => body.byteLength > 0 && held.some((other) => other.includes(Buffer.from(body))),
  );
}

function isSameGroup(a: Group, b: Group): boolean {
  const areAlike = isSameDigest(a.digest, b.digest) && isSameDigest(a.previous, b.previous);
  return areAlike && isSameDigest(a.seal, b.seal) && areSameCommands(commandsOf([a]), commandsOf([b]));
}

function digestName({ digest }: Group): string {
  return String.fromCharCode(...digest);
}

function nameOf({ origin, first }: Group): string {
  return `${origin}#${first}`;
}

function groupsIn(message: Message): readonly Group[] {
  const found: Group[] = [];
  withGroups(message, (group) => {
    found.push(group);
    return group;
  });
  return found;
}

function withGroups(message: Message, change: (group: Group) => Group): Message {
  switch (message.type) {
    case 'submit':
      return { ...message, groups: message.groups.map(change) };
    case 'propose':
    case 'learned':
      return { ...message, entries: message.entries.map((entry) => changed(entry, change)) };
    case 'promise':
      return {
        ...message,
        accepted: message.accepted.map((each) => ({ ...each, entry: changed(each.entry, change) })),
      };
    default:
      return message;
  }
}

function changed(entry: Entry, change: (group: Group) => Group): Entry {
  return entry.type === 'commands' ? { ...entry, groups: entry.groups.map(change) } : entry;
}
