/**
 * A global observer's view: the proposed entries, the replicas that durably accepted them, and the chosen entries.
 *
 * It counts votes on the disks, independently of how the replicas count them.
 */

import type { LogRecord, Write } from '#shared/paxos/effects.ts';
import type { Envelope } from '#shared/paxos/messages.ts';
import { type Ballot, compareBallots, formatBallot, noBallot } from '#shared/paxos/model/ballot.ts';
import type { Configuration } from '#shared/paxos/model/configuration.ts';
import type { Entry } from '#shared/paxos/model/entry.ts';
import { nextSlot, noSlot, type ReplicaId, type Slot, slot as slotAt } from '#shared/paxos/model/ids.ts';
import { isIdenticalEntry } from './same-entry.ts';

/** The votes for the entry that one ballot proposed in one slot. */
export interface Votes {
  readonly ballot: Ballot;
  readonly entry: Entry;
  readonly voters: Set<ReplicaId>;
}

interface Governed {
  readonly after: Slot;
  readonly configuration: Configuration;
}

/** An entry that a recovery treats as decided. */
export interface RecoveredEntry {
  readonly slot: Slot;
  readonly entry: Entry;
}

/** A `Check` (`check.ts`, whose events name it). */
export class Ledger {
  readonly coversEarlier = true;
  readonly #votes = new Map<Slot, Map<string, Votes>>();
  readonly #chosen: Votes[] = [];
  readonly #configurations: Governed[] = [];
  /** Every configuration that any replica ever wrote into a slot. */
  readonly #proposed: Governed[] = [];
  /** Every configuration that was sent to its voters, which may not have stored it yet. */
  readonly #invitations: Governed[] = [];
  /** The decided slot that each replica's disk records. */
  readonly #decidedThrough = new Map<ReplicaId, Slot>();
  readonly #proposals = new Map<string, Entry>();
  #founder: ReplicaId | undefined;

  /** The ledger of the generation that `id` begins: shares the history up to `through`, treats `taken` as chosen. */
  after(id: ReplicaId, through: Slot, taken: readonly RecoveredEntry[]): Ledger {
    const next = new Ledger();
    next.#founder = this.#founder;
    next.#chosen.push(...this.#chosen.slice(0, through));
    next.#configurations.push(...this.#configurations.filter(({ after }) => after <= through));
    next.#decidedThrough.set(id, this.#decidedThrough.get(id) ?? noSlot);
    // The recovery did not wait for majorities of the old voters in these slots, so their votes do not count.
    const last = through + taken.length;
    for (const [slot, votes] of this.#votes) {
      if (slot <= last) continue;
      const copies = [...votes].map(
        ([name, each]) => [name, { ...each, voters: new Set(each.voters) }] as const,
      );
      next.#votes.set(slot, new Map(copies));
    }
    for (const [name, entry] of this.#proposals) next.#proposals.set(name, entry);
    for (const { slot, entry } of taken) {
      next.#chosen.push({ ballot: noBallot, entry, voters: new Set([id]) });
      if (entry.type === 'configuration')
        next.#configurations.push({ after: slot, configuration: entry.configuration });
    }
    return next;
  }

  /** Every slot up to here is chosen. */
  get chosenThrough(): Slot {
    return slotAt(this.#chosen.length);
  }

  /** The entry first chosen in `slot`, in the lowest ballot. */
  chosen(slot: Slot): Votes | undefined {
    return this.#chosen[slot - 1];
  }

  /** The configuration in force for `slot`, as far as slots are chosen. */
  configurationAt(slot: Slot): Configuration | undefined {
    return this.#governing(slot)?.configuration;
  }

  /** The configuration chosen in the slot `epoch`; it governs the slots after it. */
  configurationOf(epoch: Slot): Configuration | undefined {
    return this.#configurations.find(({ after }) => after === epoch)?.configuration;
  }

  /** The slot that chose the configuration governing `slot`. */
  epochAt(slot: Slot): Slot {
    return this.#governing(slot)?.after ?? noSlot;
  }

  get configurationCount(): number {
    return this.#configurations.length;
  }

  get latestConfiguration(): Configuration | undefined {
    return this.#configurations.at(-1)?.configuration;
  }

  /** Everything durably accepted in `slot`, chosen or not. */
  votesIn(slot: Slot): readonly Votes[] {
    return [...(this.#votes.get(slot)?.values() ?? [])];
  }

  /**
   * The configurations whose majorities the board needs to make progress: the last one that a majority of its own
   * voters durably knows to be decided, and all later ones, including those that may still be chosen. Until its voters
   * know of it, a configuration depends on the one before.
   */
  possibleConfigurations(): readonly Configuration[] {
    const installed = this.#configurations.findLastIndex((governed) => this.#isInstalled(governed));
    const last = this.#configurations.at(-1);
    const later = this.#proposed.filter(({ after }) => after > (last?.after ?? noSlot));
    return [...this.#configurations.slice(Math.max(0, installed)), ...later].map(
      (each) => each.configuration,
    );
  }

  /** The configurations that were sent for slots that are not chosen yet: once their voters store them, they may be chosen. */
  invitations(): readonly Configuration[] {
    const open = this.#invitations.filter(({ after }) => after > this.chosenThrough);
    return open.map((each) => each.configuration);
  }

  #isInstalled({ after, configuration: { voters } }: Governed): boolean {
    const knowing = voters.filter((voter) => (this.#decidedThrough.get(voter) ?? 0) >= after).length;
    return knowing * 2 > voters.length;
  }

  wrote(_id: ReplicaId, { records }: Write): void {
    for (const { slot, entry } of records) {
      if (entry.type === 'configuration')
        this.#proposed.push({ after: slot, configuration: entry.configuration });
    }
  }

  founded(id: ReplicaId): void {
    this.#founder = id;
  }

  /** Whether `id` ever durably accepted the proposal of `ballot` for `slot`. */
  hasAccepted(id: ReplicaId, slot: Slot, ballot: Ballot): boolean {
    return this.#votes.get(slot)?.get(formatBallot(ballot))?.voters.has(id) === true;
  }

  /** The entry proposed for `slot` in `ballot`, according to the messages. */
  proposed(slot: Slot, ballot: Ballot): Entry | undefined {
    return this.#proposals.get(`${slot} ${formatBallot(ballot)}`);
  }

  sent(_id: ReplicaId, { message }: Envelope): void {
    if (message.type !== 'propose') return;
    let slot = message.firstSlot;
    for (const entry of message.entries) {
      const name = `${slot} ${formatBallot(message.ballot)}`;
      if (entry.type === 'configuration' && !this.#proposals.has(name))
        this.#invitations.push({ after: slot, configuration: entry.configuration });
      this.#proposals.set(name, entry);
      slot = nextSlot(slot);
    }
  }

  durable(id: ReplicaId, { records, decidedThrough }: Write): void {
    if (decidedThrough !== undefined) this.#decidedThrough.set(id, decidedThrough);
    for (const record of records) if (record.ballot.round > 0) this.#count(id, record);
    this.#advance();
  }

  #count(id: ReplicaId, { slot, ballot, entry }: LogRecord): void {
    let inSlot = this.#votes.get(slot);
    if (inSlot === undefined) {
      inSlot = new Map();
      this.#votes.set(slot, inSlot);
    }
    const name = formatBallot(ballot);
    const votes = inSlot.get(name);
    if (votes === undefined) inSlot.set(name, { ballot, entry, voters: new Set([id]) });
    else votes.voters.add(id);
  }

  /** Whether `votes` choose their entry in `slot`. */
  isMajority(slot: Slot, votes: Votes): boolean {
    // Proposals under other voters do not count.
    if (votes.ballot.epoch !== this.epochAt(slot)) return false;
    if (slot === 1) return this.#founder !== undefined && votes.voters.has(this.#founder);
    const inForce = this.configurationAt(slot)?.voters ?? [];
    const present = inForce.filter((voter) => votes.voters.has(voter)).length;
    return present * 2 > inForce.length;
  }

  #governing(slot: Slot): Governed | undefined {
    for (let at = this.#configurations.length - 1; at >= 0; at -= 1) {
      const governed = this.#configurations[at];
      if (governed !== undefined && governed.after < slot) return governed;
    }
    return undefined;
  }

  #advance(): void {
    for (;;) {
      const slot = slotAt(this.#chosen.length + 1);
      const [first] = this.votesIn(slot)
        .filter((votes) => this.isMajority(slot, votes))
        .sort((a, b) => compareBallots(a.ballot, b.ballot));
      if (first === undefined) return;
      this.#chosen.push(first);
      if (first.entry.type === 'configuration') {
        this.#configurations.push({ after: slot, configuration: first.entry.configuration });
      }
    }
  }

  /** Whether `slot` has chosen an entry other than `entry`. */
  contradicts(slot: Slot, entry: Entry): boolean {
    const chosen = this.chosen(slot);
    return chosen !== undefined && !isIdenticalEntry(chosen.entry, entry);
  }
}
