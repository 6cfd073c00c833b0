/** The reasons for which a connection to a peer ends. */

import type { Introduction } from './handshake.ts';

/** Why a connection ended, other than by its owner. */
export type LinkEnd =
  /** A network failure, or a closed browser. `why` is for a log. */
  | { readonly type: 'lost'; readonly why: string }
  /** It never opened. Without own candidates after the time for them, this device cannot connect to any other. */
  | { readonly type: 'noWay'; readonly why: string; readonly hadCandidates: boolean }
  /** It sent a malformed message. `peer` is set if it was proven. */
  | { readonly type: 'garbage'; readonly why: string; readonly peer?: Introduction }
  | { readonly type: 'unproven' }
  | { readonly type: 'copy'; readonly peer: Introduction }
  /** The peer was removed from the board, so this device refuses it. */
  | { readonly type: 'removed'; readonly peer: Introduction }
  /** `peer`, an editor, reports that this device was removed from the board. */
  | { readonly type: 'dismissed'; readonly peer: Introduction }
  /** It sent commands that their origin did not sign. */
  | { readonly type: 'forged'; readonly peer: Introduction }
  | { readonly type: 'version'; readonly theirs: number };
