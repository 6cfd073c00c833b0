import { watchConnections } from './cut.ts';

export { cut } from './cut.ts';
export { read } from './eyes.ts';

watchConnections();
