import fc from 'fast-check';
import { Packr } from 'msgpackr';
import { describe, expect, it } from 'vitest';
import { helloNonceBytes, peerProtocol } from '#shared/invite/handshake.ts';
import { deriveKeys, viewSecretOf } from '#shared/invite/keys.ts';
import { myself } from '../testing/myself.ts';
import { seededBytes } from '../testing/seeded-bytes.ts';
import { ChannelError } from './channel-messages.ts';
import { Handshake, type HandshakeOptions, type HandshakeStep } from './handshake.ts';

const secret = new Uint8Array(32).fill(1);
const keys = deriveKeys(secret);
const viewersKeys = deriveKeys(viewSecretOf(secret));
const binding = Uint8Array.of(1, 2, 3);

function handshake(role: HandshakeOptions['role'], change: Partial<HandshakeOptions> = {}): Handshake {
  const me = myself(role, `the ${role}`);
  const random = seededBytes(role.length);
  return new Handshake({ role, me, keys, random, channelBinding: binding, ...change });
}

/** What each end finds in the other's proof. */
function outcomes(initiator: Handshake, responder: Handshake): [HandshakeStep, HandshakeStep] {
  const fromInitiator = reply(initiator, responder.hello());
  const fromResponder = reply(responder, initiator.hello());
  return [initiator.receive(fromResponder), responder.receive(fromInitiator)];
}

function reply(end: Handshake, hello: Uint8Array): Uint8Array {
  const step = end.receive(hello);
  if (step.type !== 'waiting' || step.reply === undefined) throw new Error(`${step.type} instead of a proof`);
  return step.reply;
}

describe('the handshake', () => {
  it('introduces two members to each other', () => {
    const [first, second] = outcomes(handshake('initiator'), handshake('responder'));
    const peer = (role: string) => ({ replica: myself(role).replica, name: `the ${role}`, access: 'edit' });
    expect(first).toEqual({ type: 'proven', peer: peer('responder') });
    expect(second).toEqual({ type: 'proven', peer: peer('initiator') });
  });

  it('says who may only view, whatever that one would like to be', () => {
    const viewer = handshake('responder', { keys: viewersKeys });
    const [first, second] = outcomes(handshake('initiator'), viewer);
    expect(first).toMatchObject({ type: 'proven', peer: { access: 'view' } });
    expect(second).toMatchObject({ type: 'proven', peer: { access: 'edit' } });
    const pretender = { ...viewersKeys, editorSecretKey: new Uint8Array(32).fill(5) };
    const [found] = outcomes(handshake('initiator'), handshake('responder', { keys: pretender }));
    expect(found).toEqual({ type: 'unproven' });
  });

  it.each<[string, Partial<HandshakeOptions>]>([
    ['has another secret', { keys: deriveKeys(new Uint8Array(32).fill(2)) }],
    ['is at another connection', { channelBinding: Uint8Array.of(9) }],
  ])('does not take for a member who %s', (_who, change) => {
    const [first, second] = outcomes(handshake('initiator'), handshake('responder', change));
    expect([first.type, second.type]).toEqual(['unproven', 'unproven']);
  });

  it('does not take for a device who has another’s public key only', () => {
    const me = { ...myself('victim'), deviceSecretKey: myself('thief').deviceSecretKey };
    const [first] = outcomes(handshake('initiator'), handshake('responder', { me }));
    expect(first).toEqual({ type: 'unproven' });
  });

  it('does not take its own proof back', () => {
    const mine = handshake('initiator');
    const proof = reply(mine, mine.hello());
    expect(mine.receive(proof)).toEqual({ type: 'unproven' });
  });

  it('finds a copy of its own replica', () => {
    const me = myself('same');
    const [first, second] = outcomes(handshake('initiator', { me }), handshake('responder', { me }));
    expect([first.type, second.type]).toEqual(['copy', 'copy']);
  });

  it('tells of another version, whatever else that one says', () => {
    const hello = new Packr({ useRecords: false }).pack({
      type: 'hello',
      protocol: peerProtocol + 1,
      more: [],
    });
    expect(handshake('initiator').receive(hello)).toEqual({ type: 'version', theirs: peerProtocol + 1 });
  });

  it('cuts a name that is too long for the others', () => {
    const me = myself('a', 'x'.repeat(500));
    const [, second] = outcomes(handshake('initiator', { me }), handshake('responder'));
    expect(second).toMatchObject({ type: 'proven', peer: { name: 'x'.repeat(80) } });
  });

  it('refuses garbage in either step, and never crashes', () => {
    const random = new Packr({ useRecords: false });
    const garbage = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.anything().map((value) => Uint8Array.from(random.pack({ type: 'proof', proof: value }))),
      fc.constant(
        Uint8Array.from(random.pack({ type: 'hello', protocol: 2, deviceKey: '', name: 1, nonce: 2 })),
      ),
      fc.constant(new Uint8Array(16_000).fill(0x91)),
    );
    fc.assert(
      fc.property(garbage, fc.boolean(), (body, second) => {
        const end = handshake('initiator');
        if (second) end.receive(handshake('responder').hello());
        try {
          expect(end.receive(body).type).not.toBe('proven');
        } catch (error) {
          expect(error).toBeInstanceOf(ChannelError);
        }
      }),
    );
  });

  it('draws a nonce for each connection', () => {
    const drawn: number[] = [];
    const random = (count: number) => {
      drawn.push(count);
      return new Uint8Array(count);
    };
    handshake('initiator', { random });
    expect(drawn).toEqual([helloNonceBytes]);
  });
});

it('decodes nothing but data from somebody who has proved nothing', () => {
  const withRecord = Uint8Array.of(0xd4, 0x72, 0x40, 0x91, 0xa1, 0x61, 0x01);
  const hugeArray = Uint8Array.of(0xdd, 0x00, 0xff, 0xff, 0xff);
  for (const body of [withRecord, hugeArray]) {
    expect(() => handshake('responder').receive(body)).toThrow(
      /a handshake that is (a type that is not spoken here|cut short)/,
    );
  }
});
