/**
 * The part of simple-peer 9 that the mesh uses. `@types/simple-peer` would add Node's globals to this project.
 *
 * Builds resolve the name to `simple-peer/simplepeer.min.js`: its plain entry needs shims for Node.
 */
declare module 'simple-peer' {
  export interface SimplePeerOptions {
    readonly initiator: boolean;
    readonly trickle: boolean;
    /** Messages are delivered one by one, as they were sent. */
    readonly objectMode: boolean;
    readonly config: RTCConfiguration;
  }

  export default class SimplePeer {
    constructor(options: SimplePeerOptions);
    /** Bytes that the data channel holds and has not sent yet. */
    readonly bufferSize: number;
    /** @throws Error once destroyed. */
    signal(data: object): void;
    /** @throws Error before `connect`, once destroyed, and when too much is buffered. */
    send(data: Uint8Array): void;
    destroy(): void;
    /** Called by simple-peer with each message, in order, and with null at the end. */
    push(message: unknown): boolean;
    on(event: 'connect' | 'close', listener: () => void): this;
    on(event: 'signal', listener: (data: unknown) => void): this;
    on(event: 'error', listener: (error: Error) => void): this;
  }
}
