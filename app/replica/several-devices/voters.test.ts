import { beforeEach, describe, expect, it } from 'vitest';
import type { BoardAccess } from '#shared/invite/invite.ts';
import { replicaId, slot } from '#shared/paxos/model/ids.ts';
import { recoverableTicks } from '#shared/replica/majority-wait.ts';
import { settledLinkTicks } from '#shared/replica/voters/voter-policy.ts';
import { voterPolicyTicks } from '#shared/replica/voters/voter-watch.ts';
import { bob, carol, me, Setup } from '../testing/scripted-replica.ts';

let setup: Setup;

beforeEach(() => {
  setup = new Setup();
});

describe('voters', () => {
  const configuration = { generation: 1, voters: [me] };

  function leadWithTwoMembers(carolMay: BoardAccess = 'edit'): void {
    setup.start();
    setup.join(bob);
    setup.join(carol, carolMay);
    const peers = [bob, carol].map((id) => ({
      id,
      decidedThrough: slot(5),
      keepsUp: true,
      heardTicksAgo: 1,
      signsOff: false,
    }));
    setup.engine.says = { role: 'leader', configuration, decidedThrough: slot(5), peers };
  }

  /** Reports a sign-off as the engine does. */
  function saysThatItGoes(peer: typeof bob, signsOff: boolean): void {
    const peers = setup.engine.says.peers?.map((known) =>
      known.id === peer ? { ...known, signsOff } : known,
    );
    setup.engine.says = { ...setup.engine.says, peers: peers ?? [] };
  }

  function tick(ticks: number): void {
    for (let count = 0; count < ticks; count += 1) setup.tick();
  }

  it('are chosen by the leader, once members have settled', () => {
    leadWithTwoMembers();
    tick(settledLinkTicks - 1);
    expect(setup.engine.of('reconfigure')).toEqual([]);
    tick(voterPolicyTicks);
    expect(setup.engine.of('reconfigure')).toEqual([
      { type: 'reconfigure', voters: [bob, carol, me].sort(), witnesses: [] },
    ]);
  });

  it('are evaluated once per second', () => {
    leadWithTwoMembers();
    tick(settledLinkTicks + 5 * voterPolicyTicks);
    expect(setup.engine.of('reconfigure').length).toBeGreaterThanOrEqual(5);
    expect(setup.engine.of('reconfigure').length).toBeLessThanOrEqual(6);
  });

  it('are not chosen by a replica that does not lead', () => {
    leadWithTwoMembers();
    setup.engine.says = { ...setup.engine.says, role: 'follower' };
    tick(100);
    expect(setup.engine.of('reconfigure')).toEqual([]);
  });

  it('are not chosen from viewers, however recent their messages', () => {
    leadWithTwoMembers('view');
    tick(settledLinkTicks + 5 * voterPolicyTicks);
    expect(setup.engine.of('reconfigure')).toEqual([]);
  });

  it.each([
    ['the other one, if it had not signed off', false, [bob]],
    ['still the same, if it had', true, undefined],
  ])('of two: the only one after its sleep is %s', (_, signsOff, voters) => {
    leadWithTwoMembers('view');
    setup.engine.says = { ...setup.engine.says, signsOff };
    tick(1);
    setup.replica.wake();
    setup.engine.says = { ...setup.engine.says, signsOff: false };
    setup.join(bob);
    tick(settledLinkTicks + voterPolicyTicks);
    const expected = voters === undefined ? undefined : { type: 'reconfigure', voters, witnesses: [] };
    expect(setup.engine.of('reconfigure')[0]).toEqual(expected);
  });

  it('are completed by a witness only if the members agreed on it', () => {
    setup.start();
    setup.join(bob);
    setup.join(carol, 'view', { witness: true });
    const peers = [bob, carol].map((id) => ({
      id,
      decidedThrough: slot(5),
      keepsUp: true,
      heardTicksAgo: 1,
      signsOff: false,
    }));
    setup.engine.says = { role: 'leader', configuration, decidedThrough: slot(5), peers };
    tick(settledLinkTicks + 5 * voterPolicyTicks);
    expect(setup.engine.of('reconfigure')).toEqual([]);
    setup.recording.lenders.set(carol, carol);
    tick(voterPolicyTicks);
    const three = [bob, carol, me].sort();
    expect(setup.engine.of('reconfigure')).toEqual([
      { type: 'reconfigure', voters: three, witnesses: [carol] },
    ]);
    // The one that they no longer agree on loses its vote.
    setup.engine.says = {
      ...setup.engine.says,
      configuration: { generation: 1, voters: three, witnesses: [carol] },
    };
    setup.recording.lenders.clear();
    tick(voterPolicyTicks);
    expect(setup.engine.of('reconfigure').at(-1)).toEqual({
      type: 'reconfigure',
      voters: [me],
      witnesses: [],
    });
  });

  it('are not chosen from removed members, whatever they send', () => {
    leadWithTwoMembers();
    setup.replica.remove([carol]);
    tick(settledLinkTicks + 5 * voterPolicyTicks);
    expect(setup.engine.of('reconfigure')).toEqual([]);
  });

  it('change at once when one of them is removed', () => {
    leadWithTwoMembers();
    setup.engine.says = {
      ...setup.engine.says,
      configuration: { generation: 1, voters: [bob, carol, me].sort(), witnesses: [] },
    };
    tick(voterPolicyTicks);
    setup.replica.remove([bob]);
    tick(1);
    expect(setup.engine.of('reconfigure')).toEqual([{ type: 'reconfigure', voters: [me], witnesses: [] }]);
  });

  it('are not chosen from members that signed off, until they stay', () => {
    leadWithTwoMembers();
    saysThatItGoes(bob, true);
    tick(settledLinkTicks + voterPolicyTicks);
    expect(setup.engine.of('reconfigure')).toEqual([]);
    saysThatItGoes(bob, false);
    tick(voterPolicyTicks);
    expect(setup.engine.of('reconfigure').length).toBeGreaterThan(0);
  });

  /** Bob, this device and an absent one vote; Carol could. */
  function leadWithCandidate(): void {
    leadWithTwoMembers();
    const voters = [bob, me, replicaId('dave')].sort();
    setup.engine.says = { ...setup.engine.says, configuration: { generation: 1, voters } };
    tick(settledLinkTicks + voterPolicyTicks);
    expect(setup.engine.of('reconfigure')).toEqual([]);
  }

  it('change at once when one of them signs off, including the leader, and once per sign-off', () => {
    leadWithCandidate();
    const dave = replicaId('dave');
    saysThatItGoes(bob, true);
    tick(2);
    expect(setup.engine.of('reconfigure')).toEqual([
      { type: 'reconfigure', voters: [carol, dave, me].sort(), witnesses: [] },
    ]);
    saysThatItGoes(bob, false);
    tick(1);
    setup.engine.says = { ...setup.engine.says, signsOff: true };
    tick(2);
    expect(setup.engine.of('reconfigure').slice(1)).toEqual([
      { type: 'reconfigure', voters: [bob, carol, dave].sort(), witnesses: [] },
    ]);
    expect(setup.engine.of('resign')).toEqual([]);
  });

  it('move the vote of a departed member that signed off', () => {
    leadWithCandidate();
    const dave = replicaId('dave');
    setup.join(dave);
    const here = { id: dave, decidedThrough: slot(5), keepsUp: true, heardTicksAgo: 1, signsOff: false };
    setup.engine.says = { ...setup.engine.says, peers: [...(setup.engine.says.peers ?? []), here] };
    saysThatItGoes(bob, true);
    // One change at a time: the engine refuses this one.
    tick(1);
    setup.network.cutOff(bob);
    setup.engine.says = {
      ...setup.engine.says,
      peers: setup.engine.says.peers?.filter(({ id }) => id !== bob) ?? [],
    };
    tick(voterPolicyTicks);
    expect(setup.engine.of('reconfigure')).toHaveLength(2);
  });

  it('do not change when one of three signs off and no member can take its vote; a leader hands over', () => {
    leadWithTwoMembers();
    setup.engine.says = {
      ...setup.engine.says,
      configuration: { generation: 1, voters: [bob, carol, me].sort(), witnesses: [] },
    };
    saysThatItGoes(bob, true);
    tick(2 * voterPolicyTicks);
    expect(setup.engine.of('resign')).toEqual([]);
    setup.engine.says = { ...setup.engine.says, signsOff: true };
    tick(2);
    expect(setup.engine.of('resign')).toHaveLength(1);
    expect(setup.engine.of('reconfigure')).toEqual([]);
  });

  it('keep a leader that signs off if all others sign off, too', () => {
    leadWithTwoMembers();
    setup.engine.says = {
      ...setup.engine.says,
      configuration: { generation: 1, voters: [bob, carol, me].sort(), witnesses: [] },
    };
    saysThatItGoes(bob, true);
    saysThatItGoes(carol, true);
    setup.engine.says = { ...setup.engine.says, signsOff: true };
    tick(2 * voterPolicyTicks);
    expect(setup.engine.of('resign')).toEqual([]);
  });

  it('receive a sign-off, and its withdrawal', () => {
    setup.start();
    setup.replica.signOff();
    setup.replica.stay();
    expect(setup.engine.events).toEqual([{ type: 'signOff' }, { type: 'stay' }]);
  });
});

describe('a recovery', () => {
  const configuration = { generation: 1, voters: [bob, me] };

  function tick(ticks: number): void {
    for (let count = 0; count < ticks; count += 1) setup.tick();
  }

  it('is possible after half a minute without a majority, until there is one again', () => {
    setup.start();
    setup.engine.says = { configuration };
    tick(recoverableTicks - 1);
    expect(setup.replica.canRecover()).toBe(false);
    setup.replica.recover();
    expect(setup.engine.of('recover')).toEqual([]);
    tick(1);
    expect(setup.replica.canRecover()).toBe(true);
    setup.replica.recover();
    expect(setup.engine.of('recover')).toEqual([{ type: 'recover' }]);
    setup.engine.says = { configuration, quorumReached: true };
    tick(1);
    expect(setup.replica.canRecover()).toBe(false);
    setup.engine.says = { configuration };
    tick(recoverableTicks - 1);
    expect(setup.replica.canRecover()).toBe(false);
  });

  it('is refused for a newcomer', () => {
    setup.start();
    tick(recoverableTicks + 1);
    expect(setup.replica.canRecover()).toBe(false);
  });

  it('is refused for a replica that has not started or has stopped', async () => {
    expect(setup.replica.canRecover()).toBe(false);
    setup.start();
    setup.engine.says = { configuration };
    tick(recoverableTicks);
    await setup.replica.close();
    expect(setup.replica.canRecover()).toBe(false);
  });
});
