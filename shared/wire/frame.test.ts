import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Message } from '#shared/paxos/messages.ts';
import { decodeFrame, decodeMessage, encodeMessage, encodeSessionMessage } from './frame.ts';
import type { Presence } from './presence.ts';
import { anyMessage } from './testing/arbitraries.ts';

const presence: Presence = { type: 'presence', tab: 'whiteboard', selected: ['one', 'two'] };

describe('frames', () => {
  it('are distinguished by their first byte', () => {
    const message: Message = { type: 'signOff', generation: 4, going: true };
    expect(decodeFrame(encodeMessage(message))).toEqual({ ok: true, frame: { kind: 'engine', message } });
    expect(decodeFrame(encodeSessionMessage(presence))).toEqual({
      ok: true,
      frame: { kind: 'session', message: presence },
    });
  });

  it('are rejected if they are empty or of another kind', () => {
    expect(decodeFrame(new Uint8Array(0))).toEqual({ ok: false, problem: 'empty' });
    expect(decodeFrame(Uint8Array.of(9, 1))).toEqual({ ok: false, problem: 'of the unknown kind 9' });
    expect(decodeMessage(encodeSessionMessage(presence))).toMatchObject({ ok: false });
  });

  it('never make the decoder throw: random bytes', () => {
    fc.assert(
      fc.property(fc.nat(2), fc.uint8Array({ maxLength: 400 }), (kind, rest) => {
        const decoded = decodeFrame(Uint8Array.of(kind, ...rest));
        if (!decoded.ok) expect(decoded.problem.length).toBeLessThanOrEqual(200);
      }),
      { numRuns: 5_000 },
    );
  });

  it('never make the decoder throw: damaged frames', () => {
    const damage = fc.record({ at: fc.nat(), to: fc.nat(255), cut: fc.option(fc.nat()) });
    fc.assert(
      fc.property(anyMessage, fc.array(damage, { minLength: 1, maxLength: 4 }), (message, damages) => {
        let frame = encodeMessage(message).slice();
        for (const { at, to, cut } of damages) {
          frame[at % frame.length] = to;
          if (cut !== null) frame = frame.slice(0, (cut % frame.length) + 1);
        }
        const decoded = decodeFrame(frame);
        // A frame that still passes can be encoded again: validation is complete.
        if (decoded.ok && decoded.frame.kind === 'engine') {
          const again = decodeMessage(encodeMessage(decoded.frame.message));
          expect(again).toEqual({ ok: true, message: decoded.frame.message });
        }
      }),
      { numRuns: 1_500 },
    );
  });
});
