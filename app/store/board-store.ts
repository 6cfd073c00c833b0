/** A board's storage as its replica uses it: a member's disk, or the memory of a guest's page. */

import type { ReplicaStore } from './replica/replica-store.ts';

export type BoardStore = Pick<ReplicaStore, 'opened' | 'commit' | 'keepUnsaved' | 'onGone' | 'close'>;
