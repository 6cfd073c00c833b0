/** A neighbour whose links, signals and time a test controls. */

import type { HandshakeRole } from '#shared/invite/handshake.ts';
import { replicaId } from '#shared/paxos/model/ids.ts';
import { ManualClock } from '../../clock/testing/manual-clock.ts';
import { Attempts } from '../direct/attempts.ts';
import { Neighbour } from '../direct/neighbour.ts';
import type { Link } from '../direct/neighbour-options.ts';
import type { Introduction } from '../link/handshake.ts';
import type { PeerLinkListener } from '../link/peer-link.ts';
import { FakeSignalingServer } from './fake-signaling.ts';
import { seededBytes } from './seeded-bytes.ts';

export const peer: Introduction = { replica: replicaId('b'), name: 'Bea', access: 'edit' };

/** A link under the test's control. */
export class PlayedLink implements Link {
  peer: Introduction | undefined;
  roundTripMs: number | undefined;
  readonly isClear = true;
  destroyed = false;
  checks = 0;
  /** Whether a check may begin. */
  canCheck = true;
  readonly listener: PeerLinkListener;

  constructor(listener: PeerLinkListener) {
    this.listener = listener;
  }

  prove(): void {
    this.peer = peer;
    this.listener.proven(peer);
  }

  signal(): void {
    // Signals are tested with the real link.
  }

  send(): void {
    // Frames as well.
  }

  sendLinkMessage(): boolean {
    return true;
  }

  check(): boolean {
    this.checks += 1;
    return this.canCheck;
  }

  rest(): void {
    // The pulse is tested with the real link.
  }

  rouse(): void {
    // As above.
  }

  forged(): void {
    this.destroyed = true;
  }

  dismiss(): void {
    // The messages of an ending link as well.
  }

  destroy(): void {
    this.destroyed = true;
  }
}

/** A neighbour with played links. */
export class PlayedNeighbour {
  readonly clock = new ManualClock();
  readonly links: PlayedLink[] = [];
  readonly events: string[] = [];
  readonly signaling = new FakeSignalingServer(this.clock).client();
  readonly signalledTo: string[] = [];
  readonly connections: string[] = [];
  isNeeded: (isLinked: boolean) => boolean = () => true;
  whenLost: () => void = () => undefined;
  readonly neighbour: Neighbour;

  constructor(role: HandshakeRole) {
    this.neighbour = new Neighbour({
      device: 'device',
      replica: peer.replica,
      attempts: new Attempts(this.clock),
      order: () => 0,
      role,
      isNeeded: (isLinked) => this.isNeeded(isLinked),
      clock: this.clock,
      random: seededBytes(1),
      createLink: (_role, listener) => {
        const link = new PlayedLink(listener);
        this.links.push(link);
        return link;
      },
      listener: {
        signal: (to, { connection }) => {
          this.signalledTo.push(to.address);
          this.connections.push(connection);
        },
        proven: () => this.events.push('proven'),
        lost: () => {
          this.events.push('lost');
          this.whenLost();
        },
        frame: () => undefined,
        doubted: () => this.events.push('doubted'),
        linkMessage: () => undefined,
        measured: () => undefined,
        ended: () => undefined,
        gone: () => this.events.push('gone'),
      },
    });
  }

  /** A server that this device has joined, which names the other. */
  async server(): Promise<(address: string) => void> {
    const signaling = new FakeSignalingServer(this.clock).client();
    const nothing = () => undefined;
    const listener = { members: nothing, joined: nothing, left: nothing, signal: nothing, changed: nothing };
    signaling.start({ topic: 'topic', nextAddress: () => 'me' }, listener);
    await this.clock.advance(10);
    return (address) => this.neighbour.appeared({ signaling, address });
  }

  /** @param address the address in the other end's signature. */
  offer(connection: string, address = 'there-1', signaling = this.signaling): void {
    const signal = { type: 'offer', sdp: 'v=0' } as const;
    this.neighbour.receive({ connection, signal }, { signaling, address });
  }

  /** The other end answers the latest offer. */
  answerLast(): void {
    const connection = this.connections.at(-1) ?? '';
    const from = { signaling: this.signaling, address: 'there-1' };
    this.neighbour.receive({ connection, signal: { type: 'answer', sdp: 'v=0' } }, from);
  }

  get last(): PlayedLink {
    const last = this.links.at(-1);
    if (last === undefined) throw new Error('no link was made');
    return last;
  }

  /** Milliseconds until the next link is made, rounded to 10. */
  async wait(): Promise<number> {
    const before = this.links.length;
    const start = this.clock.now();
    while (this.links.length === before && this.clock.now() - start < 120_000) await this.clock.advance(10);
    return this.clock.now() - start;
  }
}
