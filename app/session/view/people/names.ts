/** The names of a board and its people, as this device shows them. */

import type { Peer } from '#app/mesh/transport.ts';
import type { BoardView } from '#shared/board/state.ts';
import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import type { SessionView } from '../view.ts';
import { type DeviceLabel, nameless } from './people.ts';

export interface NameSources {
  readonly me: ReplicaId;
  /** As this device remembers it; shown until the board's own name is known. */
  readonly boardName: string;
  readonly deviceLabel: DeviceLabel;
  readonly settled: () => Pick<BoardView, 'name' | 'member'>;
  readonly peers: () => readonly Peer[];
  readonly view: () => Pick<SessionView, 'people' | 'removed'>;
}

export class Names {
  readonly #sources: NameSources;

  constructor(sources: NameSources) {
    this.#sources = sources;
  }

  get board(): string {
    return this.#sources.settled().name || this.#sources.boardName;
  }

  of(id: ReplicaId): string {
    const { settled, peers, view, deviceLabel } = this.#sources;
    // As the window names them, where two have one name; those it does not show yet as the board or the network does.
    const { people, removed } = view();
    const shown = [...people, ...removed].find((person) => person.id === id);
    const connected = peers().find((peer) => peer.replica === id);
    return shown?.name || settled().member(id)?.name || connected?.name || nameless(id, deviceLabel);
  }

  /** The remover of this device; undefined if that is not known here. */
  removedMe(): { readonly name: string; readonly isMe: boolean } | undefined {
    const { settled, me } = this.#sources;
    const by = settled().member(me)?.removedBy;
    return by === undefined ? undefined : { name: this.of(by), isMe: by === me };
  }
}
