/**
 * Raft, driven in the order of the library's `RaftNode` and with the same settings, except what would slow it down: there are no
 * promises and channels between its parts, no database, and no bound on the entries applied at once.
 */

import { type Cluster, commandBytes, ticksUntil } from '../consensus/cluster.ts';
import { Machine } from '../consensus/machine.ts';
import { Transit } from '../consensus/transit.ts';
import type { MemoryStorage, RaftEntry, RaftLibrary, RaftMessage, RawNode } from './raft-library.ts';

export interface RaftOptions {
  readonly size: number;
  /** `each`: one proposal per command, as in the library's driver. `together`: one proposal for all commands of a message delay. */
  readonly proposals: 'each' | 'together';
}

interface Member {
  readonly id: string;
  readonly node: RawNode;
  readonly storage: MemoryStorage;
  readonly machine: Machine;
  lastNumber: number;
  isLost: boolean;
}

/** The values of the library's `RaftController`, without its bound of 1 000 characters on the entries applied at once. */
const defaults = {
  electionTick: 10,
  heartbeatTick: 1,
  maxSizePerMsg: 1024 * 1024,
  maxUncommittedEntriesSize: 2 ** 30,
  maxInflightMsgs: 256,
  preVote: true,
  checkQuorum: true,
};

/** A snapshot is taken when this many entries are applied after the last one; that many stay in the log. */
const snapshotEntries = 1_000;
const retainedEntries = 50;

/** `StateLeader` of the library's `StateType`. */
const stateLeader = 2;
/** `EntryNormal` of the library's `EntryType`. */
const normalEntry = 0;

const originCharacters = 1;
const numberCharacters = 10;

export class RaftCluster implements Cluster {
  readonly tickMilliseconds = 100;
  readonly #library: RaftLibrary;
  readonly #members: readonly Member[];
  readonly #proposals: RaftOptions['proposals'];
  readonly #transit: Transit<RaftMessage>;

  /** All replicas are voters, and one of them leads. */
  constructor(library: RaftLibrary, { size, proposals }: RaftOptions) {
    this.#library = library;
    this.#transit = new Transit(size);
    this.#proposals = proposals;
    const voters = Array.from({ length: size }, (_, position) =>
      String.fromCharCode(97 + position).repeat(22),
    );
    this.#members = voters.map((id, position) => {
      const storage = library.MemoryStorage.NewMemoryStorage();
      storage.snapshot.metadata.confState = new library.ConfState({ voters });
      const { discardLogger: logger } = library;
      const node = library.RawNode.NewRawNode(new library.RaftConfig({ ...defaults, id, storage, logger }));
      const machine = new Machine(position);
      return { id, node, storage, machine, lastNumber: 0, isLost: false };
    });
    ticksUntil(this, () => this.leader !== undefined);
    // A node that does not know the leader rejects proposals.
    ticksUntil(this, () => this.#members.every(({ node }) => node.raft.lead !== ''));
  }

  get size(): number {
    return this.#members.length;
  }

  get isAtRest(): boolean {
    return this.#transit.isEmpty;
  }

  get leader(): number | undefined {
    const position = this.#members.findIndex(
      ({ isLost, node }) => !isLost && node.raft.state === stateLeader,
    );
    return position < 0 ? undefined : position;
  }

  machine(position: number): Machine {
    return this.#member(position).machine;
  }

  submit(position: number, count: number): void {
    const member = this.#member(position);
    const commands = Array.from({ length: count }, () => {
      member.lastNumber += 1;
      return commandText(position, member.lastNumber);
    });
    if (this.#proposals === 'each') for (const text of commands) throwIfError(member.node.propose(text));
    else {
      const { Entry, Message, MessageType } = this.#library;
      const entries = commands.map((data) => new Entry({ data }));
      throwIfError(member.node.step(new Message({ type: MessageType.MsgProp, from: member.id, entries })));
    }
    this.#settle(member);
  }

  delay(): void {
    this.#transit.deliver((position, messages) => {
      const member = this.#member(position);
      if (member.isLost) return;
      for (const message of messages) throwIfError(member.node.step(message));
      this.#settle(member);
    });
  }

  tick(): void {
    for (const member of this.#members) {
      if (member.isLost) continue;
      member.node.tick();
      this.#settle(member);
    }
  }

  /** The library has no event for a closed link: it detects a loss by timeout only. */
  lose(position: number): void {
    this.#member(position).isLost = true;
  }

  #member(position: number): Member {
    const member = this.#members[position];
    if (member === undefined) throw new RangeError(`no replica at ${position}`);
    return member;
  }

  #settle(member: Member): void {
    const { node, storage } = member;
    while (node.hasReady()) {
      const ready = node.ready();
      if (!ready.snapshot.isEmptySnap())
        throw new Error('a replica lagged so far that it received a snapshot');
      if (!ready.hardState.isEmptyHardState()) throwIfError(storage.SetHardState(ready.hardState));
      if (ready.entries.length > 0) throwIfError(storage.Append(ready.entries));
      this.#send(ready.messages);
      for (const entry of ready.committedEntries) apply(member.machine, entry);
      compact(member, ready.committedEntries.at(-1)?.index ?? 0);
      node.advance(ready);
    }
  }

  #send(messages: readonly RaftMessage[]): void {
    for (const message of messages) {
      const receiver = this.#members.findIndex(({ id }) => id === message.to);
      if (receiver < 0 || this.#member(receiver).isLost) continue;
      this.#transit.send(receiver, message);
    }
  }
}

/** Text, because the library stores JSON: it would be slower with a body of bytes. */
function commandText(origin: number, number: number): string {
  return `${origin}${String(number).padStart(numberCharacters, '0')}`.padEnd(commandBytes, '.');
}

function apply(machine: Machine, { type, data }: RaftEntry): void {
  if (type !== normalEntry || typeof data !== 'string') return;
  const end = originCharacters + numberCharacters;
  machine.apply(Number(data.slice(0, originCharacters)), Number(data.slice(originCharacters, end)));
}

function compact({ storage, machine }: Member, applied: number): void {
  const { confState, index } = storage.snapshot.metadata;
  if (applied - index <= snapshotEntries) return;
  const [, error] = storage.CreateSnapshot(applied, confState, machine.digest);
  throwIfError(error);
  throwIfError(storage.Compact(applied - retainedEntries));
}

function throwIfError(error: Error | null): void {
  if (error !== null) throw error;
}
