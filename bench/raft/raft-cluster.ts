/**
 * Raft, driven as the library's own `RaftNode` drives it, with the same settings, but for what would slow it down:
 * no promises and channels between its parts, no database, no bound on what is applied at once.
 */

import { type Cluster, commandBytes, ticksUntil } from '../consensus/cluster.ts';
import { Machine } from '../consensus/machine.ts';
import type { MemoryStorage, RaftEntry, RaftLibrary, RaftMessage, RawNode } from './raft-library.ts';

export interface RaftOptions {
  readonly size: number;
  /** `each`: every command is proposed by itself, as the library does. `together`: all of one delay in one message. */
  readonly proposals: 'each' | 'together';
}

interface Member {
  readonly id: string;
  readonly node: RawNode;
  readonly storage: MemoryStorage;
  readonly machine: Machine;
  arriving: RaftMessage[];
  lastNumber: number;
  isLost: boolean;
}

/** As the library's `RaftController` sets them, but for a bound of 1 000 characters on what is applied at once. */
const defaults = {
  electionTick: 10,
  heartbeatTick: 1,
  maxSizePerMsg: 1024 * 1024,
  maxUncommittedEntriesSize: 2 ** 30,
  maxInflightMsgs: 256,
  preVote: true,
  checkQuorum: true,
};

/** Entries applied since the last snapshot after which another is taken, and entries that it leaves in the log. */
const snapshotEntries = 1_000;
const retainedEntries = 50;

/** Of the library's `StateType`. */
const stateLeader = 2;
/** Of the library's `EntryType`. */
const normalEntry = 0;

const originCharacters = 1;
const numberCharacters = 10;

export class RaftCluster implements Cluster {
  readonly tickMilliseconds = 100;
  readonly #library: RaftLibrary;
  readonly #members: readonly Member[];
  readonly #proposals: RaftOptions['proposals'];
  #inFlight = 0;

  /** All of them vote, and one leads. */
  constructor(library: RaftLibrary, { size, proposals }: RaftOptions) {
    this.#library = library;
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
      return { id, node, storage, machine, arriving: [], lastNumber: 0, isLost: false };
    });
    ticksUntil(this, () => this.leader !== undefined);
    // Until everyone has heard who leads, proposals are refused.
    ticksUntil(this, () => this.#members.every(({ node }) => node.raft.lead !== ''));
  }

  get size(): number {
    return this.#members.length;
  }

  get isAtRest(): boolean {
    return this.#inFlight === 0;
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
    if (this.#proposals === 'each') for (const text of commands) accepted(member.node.propose(text));
    else {
      const { Entry, Message, MessageType } = this.#library;
      const entries = commands.map((data) => new Entry({ data }));
      accepted(member.node.step(new Message({ type: MessageType.MsgProp, from: member.id, entries })));
    }
    this.#settle(member);
  }

  delay(): void {
    const arrivals = this.#members.map((member) => {
      const { arriving } = member;
      member.arriving = [];
      return arriving;
    });
    this.#inFlight = 0;
    for (const [position, arriving] of arrivals.entries()) {
      const member = this.#member(position);
      if (arriving.length === 0 || member.isLost) continue;
      for (const message of arriving) accepted(member.node.step(message));
      this.#settle(member);
    }
  }

  tick(): void {
    for (const member of this.#members) {
      if (member.isLost) continue;
      member.node.tick();
      this.#settle(member);
    }
  }

  /** The library does not ask to be told of closed links: it is noticed in any case by silence only. */
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
        throw new Error('a replica fell behind so far that it got a snapshot');
      if (!ready.hardState.isEmptyHardState()) accepted(storage.SetHardState(ready.hardState));
      if (ready.entries.length > 0) accepted(storage.Append(ready.entries));
      this.#send(ready.messages);
      for (const entry of ready.committedEntries) apply(member.machine, entry);
      compact(member, ready.committedEntries.at(-1)?.index ?? 0);
      node.advance(ready);
    }
  }

  #send(messages: readonly RaftMessage[]): void {
    for (const message of messages) {
      const receiver = this.#members.find(({ id }) => id === message.to);
      if (receiver === undefined || receiver.isLost) continue;
      receiver.arriving.push(message);
      this.#inFlight += 1;
    }
  }
}

/** Text, because that is what the library's data is made of: a body of bytes would be slower for it. */
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
  accepted(error);
  accepted(storage.Compact(applied - retainedEntries));
}

function accepted(error: Error | null): void {
  if (error !== null) throw error;
}
