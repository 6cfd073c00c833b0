/** Puts together the replica of a board: storage, network, keys, and this platform's clock and cryptography. */

import { sleep, systemClock } from '#app/clock/clock.ts';
import type { Transport } from '#app/mesh/transport.ts';
import type { BoardStore } from '#app/store/board-store.ts';
import type { BoardKeys } from '#shared/invite/keys/keys.ts';
import type { Standing } from '#shared/replica/members/standing.ts';
import { Veil } from '#shared/replica/members/veil.ts';
import type { Seals } from '#shared/replica/seals/seals.ts';
import { BoardReplica, type BoardReplicaOptions } from './board-replica.ts';
import { BoardSeals } from './seals/board-seals.ts';
import { type Ed25519, platformEd25519 } from './seals/ed25519.ts';
import { workerTicker } from './ticker/ticker.ts';

export interface Platform extends Pick<BoardReplicaOptions, 'ticker' | 'random' | 'wait'> {
  readonly ed25519: Ed25519;
}

/** @param platform of this page unless given. */
export function openReplica(
  store: BoardStore,
  transport: Transport,
  standing: Standing,
  keys: BoardKeys,
  { ed25519, ...platform }: Platform = thisPlatform(),
): BoardReplica {
  const seals =
    standing.witness === true ? blindSeals : new BoardSeals({ identity: store.opened, keys, ed25519 });
  const veil = keys.veilKey === undefined ? undefined : new Veil(keys.veilKey);
  return new BoardReplica({ store, transport, standing, seals, veil, ...platform });
}

/**
 * A witness cannot read what is signed, and proposes nothing. Those that receive commands from it check them
 * (`shared/replica/members/veil.ts`).
 */
const blindSeals: Seals = {
  seal: () => {
    throw new Error('a witness gives no commands');
  },
  check: (_, answer) => answer(true),
};

function thisPlatform(): Platform {
  return {
    ed25519: platformEd25519(),
    ticker: workerTicker(),
    random: Math.random,
    wait: (milliseconds) => sleep(systemClock, milliseconds),
  };
}
