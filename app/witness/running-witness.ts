/**
 * One witness while its program runs: its replica over its own storage and links. It has no state machine, and so no
 * board.
 *
 * In a window it runs as long as the page does, whether the board is open there or not.
 */

import type { Transport } from '#app/mesh/transport.ts';
import type { SessionReplica } from '#app/replica/board-replica.ts';
import { isVoter } from '#app/replica/handover.ts';
import type { Halt, ReplicaListener } from '#app/replica/listener.ts';
import type { ShelfOptions } from '#app/shelf/shelf-options.ts';
import type { BoardStore } from '#app/store/board-store.ts';
import { type LastingFault, lastingFault } from '#app/store/errors.ts';
import type { LinkKeys } from '#shared/invite/keys/keys.ts';
import type { Standing } from '#shared/replica/members/standing.ts';
import type { LentState } from './lent-votes.ts';

export interface WitnessOptions extends Pick<Required<ShelfOptions>, 'openReplica'> {
  readonly keys: LinkKeys;
  /** It is closed with the witness. */
  readonly store: BoardStore;
  readonly transport: Transport;
  /** Of a window; without them only {@link RunningWitness.stop} ends it. */
  readonly lives?: Pick<Required<ShelfOptions>, 'pageLife' | 'deviceLife'>;
  /** Called when {@link RunningWitness.state} may have changed. */
  readonly changed: () => void;
}

const witnessStanding: Standing = { access: 'view', witness: true };

export class RunningWitness {
  readonly #replica: SessionReplica;
  readonly #endLife: readonly (() => void)[];
  readonly #changed: () => void;
  #halt: Halt | undefined;

  /** Starts it. */
  constructor({ keys, store, transport, openReplica, lives, changed }: WitnessOptions) {
    this.#changed = changed;
    this.#replica = openReplica(store, transport, witnessStanding, keys);
    this.#endLife =
      lives === undefined
        ? []
        : [
            lives.pageLife({ goes: () => this.#replica.signOff(), isBack: () => this.#replica.stay() }),
            lives.deviceLife({
              leave: () => this.#replica.leave(),
              stay: () => this.#replica.stay(),
              wake: () => this.#replica.wake(),
            }),
          ];
    this.#replica.start(this.#listener());
  }

  state(): LentState {
    if (this.#halt !== undefined)
      return { state: 'stopped', reason: this.#lastingFault?.type ?? this.#halt.reason };
    const status = this.#replica.status();
    const members = this.#replica.network.peers().length;
    if (status === undefined || members === 0) return { state: 'alone' };
    return { state: isVoter(status) ? 'votes' : 'spare', members };
  }

  /** Why it has stopped by itself; undefined while it runs. */
  get halt(): Halt | undefined {
    return this.#halt;
  }

  /** Whether another window has taken over its storage. */
  get isElsewhere(): boolean {
    return this.#halt?.reason === 'elsewhere';
  }

  /** Whether its storage failed, and may work again. */
  get hasStorageFailed(): boolean {
    return this.#halt?.reason === 'storage' && this.#lastingFault === undefined;
  }

  get #lastingFault(): LastingFault | undefined {
    return this.#halt?.reason === 'storage' ? lastingFault(this.#halt.fault) : undefined;
  }

  /** Signs off, and closes the storage. */
  async stop(): Promise<void> {
    for (const end of this.#endLife) end();
    await this.#replica.stop();
  }

  /** Leaves the network at once, without signing off, and closes the storage. */
  async close(): Promise<void> {
    for (const end of this.#endLife) end();
    await this.#replica.close();
  }

  #listener(): ReplicaListener {
    const changed = () => this.#changed();
    return {
      // An engine without a board hands out nothing.
      decided: () => undefined,
      restored: () => 0,
      digest: () => '',
      snapshot: () => [],
      presence: () => undefined,
      lenderOf: () => undefined,
      notice: () => undefined,
      linkUp: changed,
      linkDown: changed,
      changed,
      halted: (halt) => {
        this.#halt = halt;
        this.#changed();
      },
    };
  }
}
