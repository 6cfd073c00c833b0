import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Message } from '#shared/paxos/messages.ts';
import { noBallot } from '#shared/paxos/model/ballot.ts';
import { slot } from '#shared/paxos/model/ids.ts';
import { anyMessage } from '#shared/wire/testing/arbitraries.ts';
import { admittedFromViewer, admittedFromWitness, isOverreach } from './admission.ts';

const own = { generation: 3, decidedThrough: slot(40) };
const heartbeat: Message = {
  type: 'heartbeat',
  generation: 3,
  round: 5,
  nonce: 6,
  leader: { epoch: slot(1), round: 9, replica: noBallot.replica },
  happy: true,
  decidedThrough: slot(1000),
  storedThrough: slot(1000),
  checkpoint: { slot: slot(10), digest: 'other' },
  sharedThrough: slot(7),
  yours: { ballot: { epoch: slot(1), round: 9, replica: noBallot.replica }, acceptedThrough: slot(9) },
};

describe('from a member with view access', () => {
  it('only requests and read acknowledgements are admitted', () => {
    fc.assert(
      fc.property(anyMessage, (message) => {
        const admitted = admittedFromViewer(message, own);
        if (admitted === undefined) return;
        expect(['learn', 'mark', 'arrived', 'heartbeat']).toContain(admitted.type);
        expect(admitted.generation).toBeLessThanOrEqual(own.generation);
      }),
    );
  });

  it('a heartbeat is stripped of its leader, its ballots, its state digest, and slots beyond the own ones', () => {
    expect(admittedFromViewer(heartbeat, own)).toEqual({
      type: 'heartbeat',
      generation: 3,
      round: 5,
      nonce: 6,
      leader: noBallot,
      happy: false,
      decidedThrough: 40,
      storedThrough: 0,
      sharedThrough: 0,
      yours: { ballot: noBallot, acceptedThrough: 0 },
    });
  });

  it('a heartbeat that reports a lag is admitted', () => {
    const lagging = admittedFromViewer({ ...heartbeat, decidedThrough: slot(7) }, own);
    expect(lagging).toMatchObject({ decidedThrough: 7 });
  });

  it('a later generation is masked, and an earlier one is answered as superseded', () => {
    const learn: Message = { type: 'learn', generation: 4, firstSlot: slot(1) };
    expect(admittedFromViewer(learn, own)).toEqual({ ...learn, generation: 0 });
    expect(admittedFromViewer({ ...learn, generation: 2 }, own)).toEqual({ ...learn, generation: 2 });
  });

  it('a message that only editors may send counts as overreach', () => {
    expect(isOverreach({ type: 'submit', generation: 1, groups: [], forwarded: false })).toBe(true);
    expect(isOverreach(heartbeat)).toBe(false);
    // Every learner sends this when its device goes to sleep.
    expect(isOverreach({ type: 'signOff', generation: 1, going: true })).toBe(false);
  });
});

describe('from a witness', () => {
  it('votes, reports and forwarded commands are admitted; proposals, snapshots and own commands are not', () => {
    fc.assert(
      fc.property(anyMessage, (message) => {
        const isRefused =
          ['prepare', 'propose', 'handover', 'snapshot'].includes(message.type) ||
          (message.type === 'submit' && !message.forwarded);
        expect(admittedFromWitness(message) !== undefined).toBe(!isRefused);
      }),
    );
  });

  it('each request is one of a witness: it gets no snapshot, and no entries that the members hold', () => {
    const learn: Message = { type: 'learn', generation: 3, firstSlot: slot(1) };
    const witness = { ...learn, witness: true };
    expect(admittedFromWitness(learn)).toEqual(witness);
    expect(admittedFromWitness({ ...learn, snapshot: { through: slot(9), offset: 1 } })).toEqual(witness);
  });
});
