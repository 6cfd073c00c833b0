/**
 * The part of simple-peer 9 that the mesh uses. `@types/simple-peer` would let Node's globals into this room.
 *
 * Builds resolve the name to `simple-peer/simplepeer.min.js`: its plain entry needs shims for Node.
 */
declare module 'simple-peer' {
  export interface SimplePeerOptions {
    readonly initiator: boolean;
    readonly trickle: boolean;
    /** Messages arrive one by one, as they were sent. */
    readonly objectMode: boolean;
    readonly config: RTCConfiguration;
  }

  export default class SimplePeer {
    constructor(options: SimplePeerOptions);
    /** What the data channel has taken and not sent yet, bytes. */
    readonly bufferSize: number;
    /** @throws Error once destroyed. */
    signal(data: object): void;
    /** @throws Error before `connect`, once destroyed, and when too much is buffered. */
    send(data: Uint8Array): void;
    destroy(): void;
    on(event: 'connect' | 'close', listener: () => void): this;
    on(event: 'signal' | 'data', listener: (data: unknown) => void): this;
    on(event: 'error', listener: (error: Error) => void): this;
  }
}
