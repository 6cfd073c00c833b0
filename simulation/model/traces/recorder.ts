/**
 * Records the trace of a run: every event and effect of every engine that has a part in agreement.
 *
 * The decisions of a step come before its writes: a write may follow from a decision of the same step, never the reverse.
 */

import type { Decided, DurableState, Restored, Status, Write } from '#shared/paxos/effects.ts';
import type { AcceptedEntry, Envelope, Message } from '#shared/paxos/messages.ts';
import { commandsOf, type Entry } from '#shared/paxos/model/entry.ts';
import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import type { Check } from '../../checks/check.ts';
import { noBallot } from '../spec/ballots.ts';
import { configurationEntry } from '../spec/lifecycle.ts';
import type { Entry as ModelEntry } from '../spec/state.ts';
import type { TracedEntry, TracedMessage, TraceRecord } from './record.ts';

export class Recorder implements Check {
  readonly #sink: (record: TraceRecord) => void;
  readonly #entries = new WeakMap<Entry, ModelEntry>();
  readonly #accepted = new WeakMap<readonly AcceptedEntry[], readonly TracedEntry[]>();
  readonly #messages = new WeakMap<Message, TracedMessage>();
  readonly #durable = new Map<ReplicaId, number>();
  /** The writes of the present step of one replica. */
  #writes: TraceRecord[] = [];

  constructor(sink: (record: TraceRecord) => void) {
    this.#sink = sink;
  }

  founded(id: ReplicaId): void {
    this.#record({ type: 'found', id });
  }

  booted(id: ReplicaId, state: DurableState | undefined, { promised }: Status): void {
    const { generation = 0, decidedThrough: decided = 0 } = state ?? {};
    // A founder promises its first ballot before it has a state.
    const stored = state === undefined ? noBallot : promised;
    this.#durable.set(id, 0);
    this.#record({ type: 'start', id, generation, promised: stored, decided });
  }

  wrote(id: ReplicaId, write: Write): void {
    const { number, generation, promised, decidedThrough, snapshot, supersededBy, rolledBack } = write;
    this.#writes.push({
      type: 'write',
      id,
      write: {
        number,
        generation,
        ...(promised === undefined ? {} : { promised }),
        records: this.#traced(write.records),
        ...(decidedThrough === undefined ? {} : { decided: decidedThrough }),
        ...(snapshot === undefined ? {} : { snapshot: snapshot.through }),
        stops: supersededBy !== undefined || rolledBack === true,
      },
    });
  }

  durable(id: ReplicaId, { number }: Write): void {
    this.#record({ type: 'durable', id, number });
  }

  decided(id: ReplicaId, { slot, entry }: Decided): void {
    this.#sink({ type: 'decide', id, slot, entry: this.#named(entry) });
  }

  restored(id: ReplicaId, { through }: Restored): void {
    this.#sink({ type: 'restore', id, through });
  }

  sent(id: ReplicaId, { message }: Envelope): void {
    const traced = this.#message(message);
    if (traced.type !== 'other')
      this.#record({ type: 'send', id, generation: message.generation, message: traced });
  }

  received(id: ReplicaId, from: ReplicaId, message: Message): void {
    const { generation } = message;
    this.#record({ type: 'receive', id, from, generation, message: this.#message(message) });
  }

  /** Hands out the writes of the last step. */
  flush(): void {
    const writes = this.#writes;
    if (writes.length === 0) return;
    this.#writes = [];
    for (const record of writes) this.#sink(record);
  }

  #record(record: TraceRecord): void {
    this.flush();
    this.#sink(record);
  }

  #message(message: Message): TracedMessage {
    const known = this.#messages.get(message);
    if (known !== undefined) return known;
    const traced = this.#convert(message);
    this.#messages.set(message, traced);
    return traced;
  }

  #convert(message: Message): TracedMessage {
    switch (message.type) {
      case 'prepare':
        return { type: 'prepare', ballot: message.ballot };
      case 'promise': {
        const { type, ballot, firstSlot } = message;
        return { type, ballot, firstSlot, accepted: this.#traced(message.accepted) };
      }
      case 'propose': {
        const { type, ballot, firstSlot } = message;
        return { type, ballot, firstSlot, entries: message.entries.map((entry) => this.#named(entry)) };
      }
      case 'accept': {
        const { type, ballot, firstSlot, through } = message;
        return { type, ballot, firstSlot, through };
      }
      default:
        return { type: 'other' };
    }
  }

  #traced(records: readonly AcceptedEntry[]): readonly TracedEntry[] {
    const known = this.#accepted.get(records);
    if (known !== undefined) return known;
    const traced = records.map(({ slot, ballot, entry }) => ({ slot, ballot, entry: this.#named(entry) }));
    this.#accepted.set(records, traced);
    return traced;
  }

  #named(entry: Entry): ModelEntry {
    const known = this.#entries.get(entry);
    if (known !== undefined) return known;
    const named = modelEntry(entry);
    this.#entries.set(entry, named);
    return named;
  }
}

function modelEntry(entry: Entry): ModelEntry {
  if (entry.type === 'noop') return { name: 'noop' };
  if (entry.type === 'configuration') {
    const { generation, voters } = entry.configuration;
    return configurationEntry(generation, voters);
  }
  const names = commandsOf(entry.groups).map(
    ({ origin, sequence, body }) => `${origin}#${sequence}:${fingerprint(body)}`,
  );
  return { name: names.join(' ') };
}

/** Source: FNV-1a, 32 bits (Fowler, Noll, Vo). */
function fingerprint(bytes: Uint8Array): string {
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  return (hash >>> 0).toString(36);
}
