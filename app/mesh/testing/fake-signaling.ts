/** A signaling server inside one test. */

import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import type { Clock } from '../../clock/clock.ts';
import type { CreateChannel } from '../link/channel/channel.ts';
import { socketChannel } from '../link/channel/socket-channel.ts';
import type {
  SignalingIdentity,
  SignalingListener,
  SignalingTransport,
} from '../signaling/signaling-transport.ts';
import type { SignalingState } from '../transport.ts';
import { FakeByteSocket, join } from './fake-byte-sockets.ts';

export const signalingLatencyMs = 2;

export interface CarriedSignal {
  readonly from: string;
  readonly to: string;
  readonly data: string;
}

export class FakeSignalingServer {
  readonly clock: Clock;
  readonly members = new Map<string, FakeSignaling>();
  readonly hosted: string[] = [];
  readonly carried: CarriedSignal[] = [];
  /** The server's treatment of a signal, which may be dropped (undefined) or changed. */
  tamper: (signal: CarriedSignal) => CarriedSignal | undefined = (signal) => signal;
  /** How the host handles a channel to a witness: false refuses it. */
  accept: (witness: ReplicaId, createChannel: CreateChannel) => boolean = () => false;
  readonly #clients: FakeSignaling[] = [];
  #up = true;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  client(): FakeSignaling {
    const client = new FakeSignaling(this);
    this.#clients.push(client);
    return client;
  }

  get up(): boolean {
    return this.#up;
  }

  crash(): void {
    this.#up = false;
    this.members.clear();
    for (const client of this.#clients) client.dropped();
  }

  restart(): void {
    this.#up = true;
    for (const client of this.#clients) client.connect();
  }

  join(address: string, client: FakeSignaling): void {
    const others = [...this.members.keys(), ...this.hosted];
    this.notifyAll((other) => other.listener?.joined(address));
    this.members.set(address, client);
    this.clock.after(signalingLatencyMs, () => client.entered(address, others));
  }

  leave(address: string): void {
    if (this.members.delete(address)) this.notifyAll((other) => other.listener?.left(address));
  }

  /** Names a witness on this host; it has no connection to the server. */
  host(address: string): void {
    this.notifyAll((other) => other.listener?.joined(address));
    this.hosted.push(address);
  }

  notifyAll(notify: (client: FakeSignaling) => void): void {
    for (const client of this.members.values()) this.clock.after(signalingLatencyMs, () => notify(client));
  }

  carry(original: CarriedSignal): void {
    const signal = this.tamper(original);
    if (signal === undefined) return;
    this.carried.push(signal);
    this.clock.after(signalingLatencyMs, () => {
      this.members.get(signal.to)?.listener?.signal(signal.from, signal.data);
    });
  }
}

export class FakeSignaling implements SignalingTransport {
  readonly #server: FakeSignalingServer;
  #identity: SignalingIdentity | undefined;
  #address: string | undefined;
  #state: SignalingState = { status: 'connecting' };
  /** The address of the pending join. */
  #joining: string | undefined;
  #listener: SignalingListener | undefined;
  #isBroken = false;

  constructor(server: FakeSignalingServer) {
    this.#server = server;
  }

  get listener(): SignalingListener | undefined {
    return this.#isBroken ? undefined : this.#listener;
  }

  start(identity: SignalingIdentity, listener: SignalingListener): void {
    this.#identity = identity;
    this.#listener = listener;
    this.connect();
  }

  stop(): void {
    for (const address of [this.#address, this.#joining]) {
      if (address !== undefined) this.#server.leave(address);
    }
    this.#joining = undefined;
    this.#address = undefined;
    this.#listener = undefined;
    this.#identity = undefined;
  }

  connect(): void {
    if (this.#identity === undefined || !this.#server.up) return;
    this.#joining = this.#identity.nextAddress();
    this.#server.join(this.#joining, this);
  }

  entered(address: string, others: readonly string[]): void {
    // It has left, or asked again, in the meantime.
    if (this.#joining !== address) return;
    this.#joining = undefined;
    if (this.listener === undefined) return;
    this.#address = address;
    this.#state = { status: 'connected' };
    this.listener.changed();
    this.listener.members(others);
  }

  dropped(): void {
    this.#joining = undefined;
    this.#address = undefined;
    this.#state = { status: 'failing', why: { type: 'unreachable', host: 'host' } };
    this.listener?.changed();
  }

  /** The connection to the server broke unnoticed by the server: the old address stays there. */
  comeBackUnnoticed(): void {
    this.dropped();
    this.connect();
  }

  /** Nothing passes any more, unnoticed by both ends: TCP takes minutes to. */
  breakUnnoticed(): void {
    this.#isBroken = true;
  }

  address(): string | undefined {
    return this.#address;
  }

  send(to: string, data: string): void {
    if (this.#address !== undefined && !this.#isBroken) this.#server.carry({ from: this.#address, to, data });
  }

  state(): SignalingState {
    return this.#state;
  }

  channelTo(witness: ReplicaId): CreateChannel {
    const { clock } = this.#server;
    return socketChannel((listener) => {
      const near = new FakeByteSocket(clock, listener);
      const isAccepted = this.#server.accept(
        witness,
        socketChannel((forFar) => {
          const far = new FakeByteSocket(clock, forFar);
          join(near, far);
          return far;
        }, clock),
      );
      if (!isAccepted) clock.after(signalingLatencyMs, () => listener.closed());
      return near;
    }, clock);
  }

  retryNow(): void {
    if (this.#address === undefined && this.#joining === undefined) this.connect();
  }

  check(): void {
    if (!this.#isBroken) return;
    this.#isBroken = false;
    this.comeBackUnnoticed();
  }
}
