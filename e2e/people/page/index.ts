import { watchConnections } from './cut.ts';

export { storedPending } from '../../page/stored-pending.ts';
export { cut } from './cut.ts';
export { read } from './page-state.ts';

watchConnections();
