/**
 * One witness while the app runs: its replica over its own storage and links. It has no state machine, and so no board.
 *
 * It runs as long as the page does, whether the board is open in the window or not.
 */

import type { HostBook } from '#app/mesh/discovery/host-book.ts';
import type { SessionReplica } from '#app/replica/board-replica.ts';
import { isVoter } from '#app/replica/handover.ts';
import type { Halt, ReplicaListener } from '#app/replica/listener.ts';
import type { ShelfOptions } from '#app/shelf/shelf-options.ts';
import type { BoardStore } from '#app/store/board-store.ts';
import { type LastingFault, lastingFault } from '#app/store/errors.ts';
import { ReplicaStore } from '#app/store/replica/replica-store.ts';
import { UnsavedCommands } from '#app/store/unsaved-commands.ts';
import type { Standing } from '#shared/replica/members/standing.ts';
import type { LentRecord } from './lent-records.ts';
import type { LentState } from './lent-votes.ts';

export type WitnessOptions = Pick<
  Required<ShelfOptions>,
  'indexedDB' | 'random' | 'now' | 'connect' | 'openReplica' | 'pageLife' | 'deviceLife'
>;

const witnessStanding: Standing = { access: 'view', witness: true };

/** @throws StoreCorrupted | StoreTooNew | StoreTooOld | StoreFailed */
export function openWitnessStore(
  boardId: string,
  { indexedDB, random, now }: Pick<WitnessOptions, 'indexedDB' | 'random' | 'now'>,
): Promise<ReplicaStore> {
  // A witness gives no commands.
  const unsaved = new UnsavedCommands(() => undefined, boardId);
  return ReplicaStore.open(boardId, { indexedDB, random, now, unsaved, founder: false, kind: 'witness' });
}

export class RunningWitness {
  readonly #replica: SessionReplica;
  readonly #endLife: readonly (() => void)[];
  readonly #changed: () => void;
  #halt: Halt | undefined;

  /**
   * Starts it.
   *
   * @param store is closed with it. Its identity must be that of `record`.
   * @param changed is called when {@link state} may have changed.
   */
  constructor(
    record: LentRecord,
    store: BoardStore,
    hosts: HostBook,
    options: WitnessOptions,
    changed: () => void,
  ) {
    const { replica, deviceKey, deviceSecretKey } = store.opened;
    const { keys, name, permission } = record;
    const me = { replica, deviceKey, deviceSecretKey, name, witness: permission };
    this.#changed = changed;
    this.#replica = options.openReplica(store, options.connect({ me, keys, hosts }), witnessStanding, keys);
    this.#endLife = [
      options.pageLife({ goes: () => this.#replica.signOff(), isBack: () => this.#replica.stay() }),
      options.deviceLife({
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
