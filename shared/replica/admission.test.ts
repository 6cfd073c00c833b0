import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Message } from '../paxos/messages.ts';
import { noBallot } from '../paxos/model/ballot.ts';
import { slot } from '../paxos/model/ids.ts';
import { anyMessage } from '../wire/testing/arbitraries.ts';
import { heardOfViewer, isOverreach } from './admission.ts';

const own = { generation: 3, decidedThrough: slot(40) };
const heartbeat: Message = {
  type: 'heartbeat',
  generation: 3,
  round: 5,
  nonce: 6,
  leader: { epoch: slot(1), round: 9, replica: noBallot.replica },
  happy: true,
  decidedThrough: slot(1000),
  checkpoint: { slot: slot(10), digest: 'other' },
  sharedThrough: slot(7),
  yours: { ballot: { epoch: slot(1), round: 9, replica: noBallot.replica }, acceptedThrough: slot(9) },
};

describe('of a member that may only view', () => {
  it('nothing is heard but questions, and that it has read what it was sent', () => {
    fc.assert(
      fc.property(anyMessage, (message) => {
        const heard = heardOfViewer(message, own);
        if (heard === undefined) return;
        expect(['learn', 'mark', 'arrived', 'heartbeat']).toContain(heard.type);
        expect(heard.generation).toBeLessThanOrEqual(own.generation);
      }),
    );
  });

  it('a heartbeat neither names a leader or a ballot, nor says what is decided or what the state is', () => {
    expect(heardOfViewer(heartbeat, own)).toEqual({
      type: 'heartbeat',
      generation: 3,
      round: 5,
      nonce: 6,
      leader: noBallot,
      happy: false,
      decidedThrough: 40,
      sharedThrough: 0,
      yours: { ballot: noBallot, acceptedThrough: 0 },
    });
  });

  it('how far behind it is is believed', () => {
    const behind = heardOfViewer({ ...heartbeat, decidedThrough: slot(7) }, own);
    expect(behind).toMatchObject({ decidedThrough: 7 });
  });

  it('a later generation is none, and an earlier one is told that it is over', () => {
    const learn: Message = { type: 'learn', generation: 4, firstSlot: slot(1) };
    expect(heardOfViewer(learn, own)).toEqual({ ...learn, generation: 0 });
    expect(heardOfViewer({ ...learn, generation: 2 }, own)).toEqual({ ...learn, generation: 2 });
  });

  it('what only who may edit says is overreach', () => {
    expect(isOverreach({ type: 'submit', generation: 1, groups: [], forwarded: false })).toBe(true);
    expect(isOverreach(heartbeat)).toBe(false);
    // As every learner does when its device goes to sleep.
    expect(isOverreach({ type: 'signOff', generation: 1, going: true })).toBe(false);
  });
});
