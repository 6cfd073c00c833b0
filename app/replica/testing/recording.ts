/** A replica's environment without network and storage, controlled and recorded by a test. */

import type { Decided, Restored } from '#shared/paxos/effects.ts';
import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import type { Presence } from '#shared/wire/presence.ts';
import type { Halt, ReplicaListener, ReplicaNotice } from '../listener.ts';
import type { Ticker } from '../ticker/ticker.ts';

export class ManualTicker implements Ticker {
  #onTick: (() => void) | undefined;

  start(onTick: () => void): void {
    this.#onTick = onTick;
  }

  stop(): void {
    this.#onTick = undefined;
  }

  get isRunning(): boolean {
    return this.#onTick !== undefined;
  }

  tick(): void {
    this.#onTick?.();
  }
}

/**
 * A state machine whose state is the texts of all applied commands, and the last sequence of each device; it also
 * records all callbacks.
 */
export class Recording implements ReplicaListener {
  /** The state machine's calls, in order. */
  readonly asked: string[] = [];
  #state: { texts: string[]; sessions: { [origin: string]: number } } = { texts: [], sessions: {} };
  readonly decisions: Decided[] = [];
  readonly halts: Halt[] = [];
  readonly notices: ReplicaNotice[] = [];
  readonly presences: { readonly from: ReplicaId; readonly presence: Presence }[] = [];
  readonly links: string[] = [];
  /** The device of this state machine. */
  self = '';
  onDecided: (decided: readonly Decided[]) => void = () => undefined;

  decided(decided: readonly Decided[]): void {
    this.decisions.push(...decided);
    this.asked.push(`decided ${decided.map(({ slot }) => slot).join()}`);
    for (const { origin, sequence, body } of decided.flatMap(({ commands }) => commands)) {
      this.#state.texts.push(asText(body));
      this.#state.sessions[origin] = sequence;
    }
    this.onDecided(decided);
  }

  restored({ through, state }: Restored): number {
    this.asked.push(`restored ${through}`);
    this.#state = JSON.parse(asText(state));
    return this.#state.sessions[this.self] ?? 0;
  }

  digest(): string {
    this.asked.push('digest');
    return `after ${this.#state.texts.join()}`;
  }

  /** Calls that worked ahead for the next digest. */
  digestedAhead = 0;

  digestSome(): boolean {
    this.digestedAhead += 1;
    return false;
  }

  snapshot(): Iterable<Uint8Array> {
    this.asked.push('snapshot');
    const { texts, sessions } = this.#state;
    return [
      asBytes(JSON.stringify({ texts, sessions: Object.fromEntries(Object.entries(sessions).sort()) })),
    ];
  }

  halted(halt: Halt): void {
    this.halts.push(halt);
  }

  changed(): void {
    // A test reads the status.
  }

  linkUp(replica: ReplicaId): void {
    this.links.push(`up ${replica}`);
  }

  linkDown(replica: ReplicaId): void {
    this.links.push(`down ${replica}`);
  }

  /** The lender of each witness. */
  readonly lenders = new Map<ReplicaId, ReplicaId>();

  lenderOf(witness: ReplicaId): ReplicaId | undefined {
    return this.lenders.get(witness);
  }

  presence(from: ReplicaId, presence: Presence): void {
    this.presences.push({ from, presence });
  }

  notice(notice: ReplicaNotice): void {
    this.notices.push(notice);
  }

  /** The bodies of all applied commands, as text, in order. */
  get texts(): readonly string[] {
    return this.#state.texts;
  }
}

export function asBytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

export function asText(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

/** Lets storage and promises settle. */
export async function settle(rounds = 3): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
}
