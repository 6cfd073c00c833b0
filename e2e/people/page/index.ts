import { watchConnections } from './cut.ts';

export { cut } from './cut.ts';
export { read } from './eyes.ts';
export { storedPending } from './outbox.ts';

watchConnections();
