import fc from 'fast-check';
import { Packr } from 'msgpackr';
import { describe, expect, it } from 'vitest';
import { deriveKeys, viewSecretOf } from '#shared/invite/keys/keys.ts';
import { myself } from '../testing/myself.ts';
import { ChannelError } from './channel-messages.ts';
import { Handshake, type HandshakeOptions, type HandshakeResult } from './handshake.ts';

const secret = new Uint8Array(32).fill(1);
const keys = deriveKeys(secret);
const viewersKeys = deriveKeys(viewSecretOf(secret));
const hash = new Uint8Array(32).fill(7);

function handshake(role: HandshakeOptions['role'], change: Partial<HandshakeOptions> = {}): Handshake {
  return new Handshake({ role, me: myself(role, `the ${role}`), keys, ...change });
}

/** The result of each end for the other's proof. */
function outcomes(
  initiator: Handshake,
  responder: Handshake,
  respondersHash = hash,
): [HandshakeResult, HandshakeResult] {
  const fromInitiator = initiator.agreed(responder.hello(), hash);
  const fromResponder = responder.agreed(initiator.hello(), respondersHash);
  return [initiator.receive(fromResponder), responder.receive(fromInitiator)];
}

describe('the handshake', () => {
  it('authenticates two members to each other', () => {
    const [first, second] = outcomes(handshake('initiator'), handshake('responder'));
    const peer = (role: string) => ({ replica: myself(role).replica, name: `the ${role}`, access: 'edit' });
    expect(first).toEqual({ type: 'proven', peer: peer('responder') });
    expect(second).toEqual({ type: 'proven', peer: peer('initiator') });
  });

  it('reports view access, whatever a viewer claims', () => {
    const viewer = handshake('responder', { keys: viewersKeys });
    const [first, second] = outcomes(handshake('initiator'), viewer);
    expect(first).toMatchObject({ type: 'proven', peer: { access: 'view' } });
    expect(second).toMatchObject({ type: 'proven', peer: { access: 'edit' } });
    const pretender = { ...viewersKeys, editorSecretKey: new Uint8Array(32).fill(5) };
    const [found] = outcomes(handshake('initiator'), handshake('responder', { keys: pretender }));
    expect(found).toEqual({ type: 'unproven' });
  });

  it('rejects a proof that was made on another channel', () => {
    const [first, second] = outcomes(handshake('initiator'), handshake('responder'), hash.with(0, 8));
    expect([first.type, second.type]).toEqual(['unproven', 'unproven']);
  });

  it("rejects a device that has only another's public key", () => {
    const me = { ...myself('victim'), deviceSecretKey: myself('thief').deviceSecretKey };
    const [first] = outcomes(handshake('initiator'), handshake('responder', { me }));
    expect(first).toEqual({ type: 'unproven' });
  });

  it('rejects its own proof', () => {
    const mine = handshake('initiator');
    const proof = mine.agreed(mine.hello(), hash);
    expect(mine.receive(proof)).toEqual({ type: 'unproven' });
  });

  it('detects a copy of its own replica', () => {
    const me = myself('same');
    const [first, second] = outcomes(handshake('initiator', { me }), handshake('responder', { me }));
    expect([first.type, second.type]).toEqual(['copy', 'copy']);
  });

  it('truncates a name that is too long for peers', () => {
    const me = myself('a', 'x'.repeat(500));
    const [, second] = outcomes(handshake('initiator', { me }), handshake('responder'));
    expect(second).toMatchObject({ type: 'proven', peer: { name: 'x'.repeat(80) } });
  });

  it('rejects malformed input in either step, without another exception', () => {
    const packr = new Packr({ useRecords: false });
    const garbage = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.anything().map((value) => Uint8Array.from(packr.pack({ device: value }))),
      fc.constant(Uint8Array.from(packr.pack({ deviceKey: '', name: 1, access: 2 }))),
      fc.constant(new Uint8Array(16_000).fill(0x91)),
    );
    fc.assert(
      fc.property(garbage, fc.boolean(), (body, second) => {
        const end = handshake('initiator');
        if (second) end.agreed(handshake('responder').hello(), hash);
        const act = () => (second ? end.receive(body).type : end.agreed(body, hash));
        try {
          expect(act()).toBe('unproven');
        } catch (error) {
          expect(error).toBeInstanceOf(ChannelError);
        }
      }),
    );
  });
});

it('decodes only plain data of an unauthenticated peer', () => {
  const withRecord = Uint8Array.of(0xd4, 0x72, 0x40, 0x91, 0xa1, 0x61, 0x01);
  const hugeArray = Uint8Array.of(0xdd, 0x00, 0xff, 0xff, 0xff);
  for (const body of [withRecord, hugeArray]) {
    for (const act of [
      () => handshake('responder').receive(body),
      () => handshake('responder').agreed(body, hash),
    ]) {
      expect(act).toThrow(/a handshake that is (an unsupported type|truncated)/);
    }
  }
});
