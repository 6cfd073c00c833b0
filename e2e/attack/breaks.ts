/** Breaks of admission and of the mesh that an attack must detect: each changes the source text of a bundle. */

import type { Edit } from '../../simulation/mutants/mutant.ts';

export interface Break {
  readonly name: string;
  /** File paths are relative to the repository. */
  readonly edits: readonly Edit[];
}

export const breaks: readonly Break[] = [
  {
    name: 'a viewer counts as an editor',
    edits: [
      {
        file: 'shared/replica/device.ts',
        find: 'isViewer ? admittedFromViewer(message, this.status()) : message',
        replace: 'message',
      },
    ],
  },
  {
    name: 'a viewer’s unlisted messages reach the engine',
    edits: [
      { file: 'shared/replica/members/admission.ts', find: 'return undefined;', replace: 'return message;' },
    ],
  },
  {
    name: 'a claim of edit access needs no proof',
    edits: [
      {
        file: 'shared/invite/handshake.ts',
        find: "if ((access === 'edit') !== (editor !== undefined)) return false;",
        replace: '',
      },
    ],
  },
  {
    name: 'a viewer’s report of a removal ends a link',
    edits: [
      {
        file: 'app/mesh/link/peer-link.ts',
        find: "if (this.#peer.access === 'edit') this.#end",
        replace: 'this.#end',
      },
    ],
  },
  {
    name: 'a removed device gets a link',
    edits: [
      {
        file: 'app/mesh/mesh.ts',
        find: 'if (this.#removed.has(replica)) return link.dismiss();',
        replace: '',
      },
    ],
  },
  {
    name: 'any device with a link can impersonate another device',
    edits: [
      {
        file: 'app/mesh/signaling/signal-box.ts',
        find: 'replicaOf(deviceKey) !== readAddress(from)?.replica',
        replace: 'false',
      },
      {
        file: 'app/mesh/direct/neighbour.ts',
        find: 'if (peer.replica !== this.#options.replica) {',
        replace: 'if (false) {',
      },
    ],
  },
  {
    name: 'a protocol violation on a link throws',
    edits: [
      {
        file: 'app/mesh/link/channel/secure-channel.ts',
        find: "else if (error instanceof ChannelError) this.#break({ type: 'garbage', why: error.message });",
        replace: '',
      },
    ],
  },
  {
    name: 'commands pass without their origin’s signature',
    edits: [
      {
        file: 'shared/replica/seals/seal-gate.ts',
        find: 'if (!areSigned) return this.#host.forged(from);',
        replace: '',
      },
    ],
  },
  {
    name: 'a seal by any key passes',
    edits: [
      {
        file: 'app/replica/seals/board-seals.ts',
        find: 'if (!isSigned) return answer(false);',
        replace: '',
      },
      {
        file: 'shared/invite/keys/command-seal.ts',
        find: 'if (replicaOf(deviceKey) !== origin) return undefined;',
        replace: '',
      },
      {
        file: 'app/replica/seals/board-seals.ts',
        find: 'if (admission === undefined) return finish(true);',
        replace: 'return finish(true);',
      },
    ],
  },
];
