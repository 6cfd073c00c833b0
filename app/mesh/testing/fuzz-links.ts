/** Fuzz targets of the link's decoders; see `fuzz.ts`. */

import { Packr } from 'msgpackr';
import { peerProtocol } from '#shared/invite/handshake.ts';
import { boardSecretBytes } from '#shared/invite/invite.ts';
import { deriveKeys } from '#shared/invite/keys/keys.ts';
import type { ChannelListener } from '../link/channel/channel.ts';
import { SecureChannel } from '../link/channel/secure-channel.ts';
import {
  ChannelError,
  decodeMessage,
  encodeLinkMessage,
  handshakeMessage,
  pingMessage,
} from '../link/channel-messages.ts';
import { FrameAssembler, FrameCutter } from '../link/chunks.ts';
import { Handshake } from '../link/handshake.ts';
import { RelayChannel, readRelayMessage } from '../relay/relay-channel.ts';
import { myself } from './myself.ts';
import type { seededBytes } from './seeded-bytes.ts';

/** A channel that is recreated whenever the peer would be dropped; the memory for incomplete frames is bounded. */
export function feedChannel(random: ReturnType<typeof seededBytes>) {
  let assembler = new FrameAssembler();
  return (input: Uint8Array): boolean => {
    try {
      const message = decodeMessage(input);
      if (message.kind === 'chunk') assembler.push(message.message);
      // An attacker may continue after a mistake.
      if ((random(1)[0] ?? 0) === 0) assembler = new FrameAssembler();
      return true;
    } catch (error) {
      if (!(error instanceof ChannelError)) throw error;
      assembler = new FrameAssembler();
      return false;
    }
  };
}

const handshakeOptions = (seed: number, role: 'initiator' | 'responder') => ({
  role,
  me: myself(role, 'Ada'),
  keys: deriveKeys(new Uint8Array(boardSecretBytes).fill(seed)),
});

const handshakeHash = new Uint8Array(32).fill(1);

/** Hellos and proofs under another board's key. */
export function handshakes(seed: number): readonly Uint8Array[] {
  const [initiator, responder] = (['initiator', 'responder'] as const).map(
    (role) => new Handshake(handshakeOptions(seed & 0xff, role)),
  );
  const hello = initiator?.hello() ?? new Uint8Array();
  return [hello, responder?.agreed(hello, handshakeHash) ?? hello];
}

/** No input of a stranger, first or second, proves anything, or changes earlier results. */
export function feedHandshake(): (input: Uint8Array) => boolean {
  const [hello = new Uint8Array()] = handshakes(1);
  const second = new Handshake(handshakeOptions(77, 'responder'));
  second.agreed(hello, handshakeHash.with(0, 9));
  const steps = [
    (input: Uint8Array) => new Handshake(handshakeOptions(77, 'responder')).agreed(input, handshakeHash),
    (input: Uint8Array) => {
      const { type } = second.receive(input);
      if (type === 'proven' || type === 'copy') throw new Error('a stranger has proved itself');
    },
  ];
  return (input) =>
    steps.some((step) => {
      try {
        step(input);
        return true;
      } catch (error) {
        if (error instanceof ChannelError) return false;
        throw error;
      }
    });
}

/** A greeting, and imitations of the messages that follow it. */
export function secureMessages(random: ReturnType<typeof seededBytes>): readonly Uint8Array[] {
  const packr = new Packr({ useRecords: false });
  const greeting = (protocol: number) =>
    Uint8Array.of(1, ...packr.pack({ type: 'hello', protocol, name: 'Ada' }));
  return [greeting(peerProtocol), greeting(peerProtocol - 1), random(100), random(40)];
}

/** Nothing that a stranger or a relay forges is accepted as a message, and nothing is thrown. */
export function feedSecureChannel(random: ReturnType<typeof seededBytes>): (input: Uint8Array) => boolean {
  const [greeting = new Uint8Array()] = secureMessages(random);
  const responds = (...messages: readonly Uint8Array[]) => {
    let isOver = false;
    let below: ChannelListener | undefined;
    const nothing = () => undefined;
    const made = new SecureChannel({
      role: 'responder',
      psk: handshakeHash,
      hello: handshakeHash,
      random: (count) => new Uint8Array(count).fill(5),
      createChannel: (_initiator, listener) => {
        below = listener;
        return { signal: nothing, send: nothing, bufferedBytes: () => 0, destroy: nothing };
      },
      listener: {
        signal: nothing,
        open: nothing,
        agreed: () => {
          throw new Error('a stranger has agreed on keys');
        },
        message: () => {
          throw new Error('a message that nobody sent');
        },
        drained: nothing,
        broken: () => {
          isOver = true;
        },
        closed: nothing,
        unavailable: nothing,
      },
    });
    for (const message of messages) below?.message(message);
    made.destroy();
    return !isOver;
  };
  return (input) => [responds(input), responds(greeting, input)].includes(true);
}

/** The payloads of a relayed channel: an opening, an answer, a message, a close, a count. */
export function carried(random: ReturnType<typeof seededBytes>): readonly Uint8Array[] {
  const header = [...random(8)];
  return [
    Uint8Array.of(1, ...header),
    Uint8Array.of(2, ...header),
    Uint8Array.of(3, ...header, ...random(60)),
    Uint8Array.of(4, ...header),
    Uint8Array.of(5, ...header, 0x40, 0x10, 0, 0, 0, 0, 0, 0),
  ];
}

/** A relay that forges messages causes no exception, and the listener receives no more than was sent. */
export function feedRelay(random: ReturnType<typeof seededBytes>): (input: Uint8Array) => boolean {
  let channel = openChannel(random);
  return (input) => {
    if ((random(1)[0] ?? 0) === 0) channel = openChannel(random);
    const message = readRelayMessage(input);
    if (message === undefined) return false;
    channel.receive(message);
    return true;
  };
}

function openChannel(random: ReturnType<typeof seededBytes>): RelayChannel {
  const nothing = () => undefined;
  const channel = new RelayChannel({
    random,
    carry: () => true,
    listener: {
      signal: nothing,
      open: nothing,
      message: nothing,
      drained: nothing,
      closed: nothing,
      unavailable: nothing,
    },
  });
  channel.receive({ kind: 'answer', channel: channel.channel });
  channel.send(Uint8Array.of(1, 2, 3, 4));
  return channel;
}

export function channelMessages(frames: readonly Uint8Array[]): readonly Uint8Array[] {
  const chunks = frames.flatMap((frame) => {
    const cutter = new FrameCutter('consensus', frame);
    return [cutter.next(), cutter.next()].filter((chunk) => chunk !== undefined);
  });
  const [replica, other] = [myself('a').replica, myself('b').replica];
  return [
    ...chunks,
    pingMessage('ping', 1),
    pingMessage('pong', 2),
    handshakeMessage(Uint8Array.of(1, 2)),
    encodeLinkMessage({ kind: 'carry', replica, payload: Uint8Array.of(1, 2, 3) }),
    encodeLinkMessage({ kind: 'carried', replica, payload: Uint8Array.of(1, 2, 3) }),
    encodeLinkMessage({ kind: 'undelivered', replica }),
    encodeLinkMessage({ kind: 'neighbours', replicas: [replica, other] }),
  ];
}
