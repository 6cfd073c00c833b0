/** Complete replicas: real engine, real store over a fake IndexedDB, an in-memory network, a manual clock. */

import { describe, expect, it } from 'vitest';
import { ReplicaStore } from '#app/store/replica/replica-store.ts';
import { storeOptions } from '#app/store/testing/databases.ts';
import { recoverableTicks } from '#shared/replica/majority-wait.ts';
import { settledLinkTicks, unreachableTicks } from '#shared/replica/voters/voter-policy.ts';
import { asBytes, settle } from '../testing/recording.ts';
import { type Device, everyoneHas, Room, signOffTicks, threeVoters } from '../testing/room.ts';

describe('a board', () => {
  it("decides its founder's commands alone", async () => {
    const room = new Room();
    const founder = await room.enter();
    founder.submit('hello');
    await room.until(() => everyoneHas(room, ['hello']));
    expect(founder.running.pendingCommands()).toEqual([]);
  });

  it('gives a vote to new members once they have caught up and settled', async () => {
    const [room, founder] = await threeVoters();
    expect(founder.running.status()?.configuration?.voters).toEqual(
      room.devices.map((device) => device.running.id).sort(),
    );
  });

  it('agrees on concurrent commands', async () => {
    const [room, ...devices] = await threeVoters();
    for (let round = 0; round < 20; round += 1) {
      for (const [position, device] of devices.entries()) device.submit(`${position}-${round}`);
      if (round % 3 === 0) await room.pass(1);
    }
    await room.until(() => room.devices.every((device) => device.recording.texts.length === 60));
    const [first] = devices;
    expect(everyoneHas(room, first?.recording.texts ?? [])).toBe(true);
    expect(new Set(first?.recording.texts).size).toBe(60);
    for (const device of devices) expect(device.running.pendingCommands()).toEqual([]);
  });

  it('continues without one of three voters, which catches up when it is back', async () => {
    const [room, founder, second, third] = await threeVoters();
    await founder.running.stop();
    second.submit('without you');
    await room.until(() => third.recording.texts.includes('without you'));
    const id = founder.running.id;
    await founder.open();
    expect(founder.running.id).toBe(id);
    await room.until(() => everyoneHas(room, ['without you']));
    founder.submit('back');
    await room.until(() => everyoneHas(room, ['without you', 'back']));
  });

  it('has everything after all devices were closed and reopened', async () => {
    const [room, ...devices] = await threeVoters();
    for (const [position, device] of devices.entries()) device.submit(`from ${position}`);
    await room.until(() => room.devices.every((device) => device.recording.texts.length === 3));
    const texts = devices[0]?.recording.texts ?? [];
    for (const device of devices) await device.running.stop();
    for (const device of devices) await device.open();
    await room.until(() => everyoneHas(room, texts));
    devices[1]?.submit('next');
    await room.until(() => everyoneHas(room, [...texts, 'next']));
  });

  it('loses no command that a device took while it was alone', async () => {
    const [room, , second, third] = await threeVoters();
    room.network.cutOff(third.running.id);
    third.submit('one');
    third.submit('two');
    await room.pass(5);
    expect(third.recording.texts).toEqual([]);
    await third.running.stop();
    room.network.heal();
    await third.open();
    expect(third.running.pendingCommands()).toHaveLength(2);
    third.submit('three');
    await room.until(() => everyoneHas(room, ['one', 'two', 'three']));
    expect(second.recording.texts).toEqual(['one', 'two', 'three']);
    expect(third.running.pendingCommands()).toEqual([]);
  });

  it('continues the numbering of a crashed device, and applies nothing twice', async () => {
    const [room, founder, , third] = await threeVoters();
    third.submit('before');
    await room.until(() => everyoneHas(room, ['before']));
    third.submit('saved, and not sent');
    await settle(3);
    third.ticker.tick();
    await settle(3);
    // The other incarnation is not stopped: it just never runs again.
    third.ticker.stop();
    room.network.cutOff(third.running.id);
    room.network.transport(third.running.id).stop();
    room.network.heal();
    await third.open();
    third.submit('after');
    const all = ['before', 'saved, and not sent', 'after'];
    await room.until(() => everyoneHas(room, all));
    expect(founder.recording.texts).toEqual(all);
  });

  it('stops the earlier window when another opens the board', async () => {
    const room = new Room();
    const founder = await room.enter();
    await room.pass(3);
    const first = { replica: founder.running, recording: founder.recording };
    await ReplicaStore.open('board', storeOptions(founder.indexedDB));
    first.replica.submit(asBytes('too late'));
    await room.until(() => first.recording.halts.length > 0);
    expect(first.recording.halts).toMatchObject([{ reason: 'elsewhere' }]);
    expect(first.replica.pendingCommands()).toHaveLength(1);
  });

  it('moves the vote of an unreachable device to a present one', async () => {
    const [room, founder, second, third] = await threeVoters();
    const fourth = await room.enter();
    await room.pass(settledLinkTicks + 40);
    expect(founder.running.status()?.configuration?.voters).not.toContain(fourth.running.id);
    await third.running.stop();
    room.devices.splice(room.devices.indexOf(third), 1);
    const voters = [founder, second, fourth].map((device) => device.running.id).sort();
    await room.until(
      () => founder.running.status()?.configuration?.voters.join() === voters.join(),
      unreachableTicks + 60,
    );
  });

  it.each(['the leader', 'another'])(
    'continues at once when a voter signs off and leaves: %s',
    async (who) => {
      const [room] = await threeVoters();
      await room.until(() => room.leader !== undefined);
      const leaves = (device: Device) => (device === room.leader) === (who === 'the leader');
      const leaving = room.devices.find(leaves);
      if (leaving === undefined) throw new Error('someone leads');
      leaving.running.signOff();
      await room.until(() => room.leader !== undefined && room.leader !== leaving, signOffTicks);
      await leaving.running.stop();
      room.devices.splice(room.devices.indexOf(leaving), 1);
      const [first, second] = room.devices;
      first?.submit('on');
      await room.until(() => everyoneHas(room, ['on']));
      second?.submit('and on');
      await room.until(() => everyoneHas(room, ['on', 'and on']));
    },
  );

  it('continues the next day with the two of three voters that left first', async () => {
    const [room, founder, second, third] = await threeVoters();
    for (const leaving of [second, third, founder]) {
      leaving.running.signOff();
      await room.pass(signOffTicks);
      await leaving.running.stop();
      room.devices.splice(room.devices.indexOf(leaving), 1);
      await room.pass(20);
    }
    for (const early of [second, third]) {
      await early.open();
      room.devices.push(early);
    }
    second.submit('good morning');
    await room.until(() => everyoneHas(room, ['good morning']));
  });

  it('moves leadership and vote of a departing founder to the remaining member', async () => {
    const room = new Room();
    const founder = await room.enter();
    const guest = await room.enter();
    await room.pass(settledLinkTicks + 20);
    expect(guest.running.status()?.configuration?.voters).toEqual([founder.running.id]);
    founder.running.signOff();
    await room.until(() => guest.running.status()?.role === 'leader', signOffTicks);
    await founder.running.stop();
    room.devices.splice(0, 1);
    guest.submit('alone now');
    await room.until(() => everyoneHas(room, ['alone now']));
  });

  it('replaces its log by snapshots: a restart, and a new member, continue from there', async () => {
    const room = new Room({ snapshotSlots: 8, retainedSlots: 2, checkpointSlots: 4 });
    const founder = await room.enter();
    const texts: string[] = [];
    for (let count = 0; count < 30; count += 1) {
      texts.push(`text ${count}`);
      founder.submit(`text ${count}`);
      await room.until(() => founder.recording.texts.length === texts.length);
    }
    await room.pass(2);
    expect(founder.running.status()?.compactedThrough).toBeGreaterThan(8);
    await founder.running.stop();
    await founder.open();
    expect(founder.recording.asked[0]).toMatch(/^restored/);
    expect(founder.recording.texts).toEqual(texts);
    expect(founder.recording.halts).toEqual([]);

    const newcomer = await room.enter();
    await room.until(() => everyoneHas(room, texts));
    expect(newcomer.recording.asked.some((what) => what.startsWith('restored'))).toBe(true);
    newcomer.submit('hello');
    await room.until(() => everyoneHas(room, [...texts, 'hello']));
    await newcomer.running.stop();
    await newcomer.open();
    await room.until(() => everyoneHas(room, [...texts, 'hello']));
  });

  it('halts a device whose state differs from that of the others', async () => {
    const room = new Room({ checkpointSlots: 4 });
    const founder = await room.enter();
    await room.until(() => founder.running.status()?.role === 'leader');
    await room.enter();
    const third = await room.enter();
    await room.until(() => founder.running.status()?.configuration?.voters.length === 3);
    third.recording.digest = () => 'something else';
    for (let count = 0; count < 8; count += 1) {
      founder.submit(`text ${count}`);
      await room.pass(3);
    }
    await room.until(() => third.recording.halts.length > 0);
    expect(third.recording.halts).toMatchObject([{ reason: 'diverged' }]);
    expect(founder.recording.halts).toEqual([]);
  });

  it('continues alone when a person confirms it; absent replicas halt', async () => {
    const [room, founder, second, third] = await threeVoters();
    for (const device of [second, third]) room.network.cutOff(device.running.id);
    founder.submit('waits');
    await room.pass(recoverableTicks + 60);
    expect(founder.recording.texts).toEqual([]);
    expect(founder.running.canRecover()).toBe(true);
    founder.running.recover();
    await room.until(() => founder.recording.texts.length === 1);
    expect(founder.running.status()?.role).toBe('leader');
    expect(founder.running.status()?.generation).toBeGreaterThan(1);
    expect(founder.running.canRecover()).toBe(false);
    await founder.running.stop();
    await founder.open();
    await room.until(() => founder.running.status()?.role === 'leader');
    await room.until(() => founder.recording.texts.join() === 'waits');
    room.network.heal();
    await room.until(() => third.recording.halts.length > 0);
    expect(third.recording.halts).toMatchObject([{ reason: 'superseded' }]);

    await third.running.stop();
    room.network.cutOff(third.running.id);
    await third.open();
    expect(third.recording.halts).toMatchObject([{ reason: 'superseded' }]);
    // Its state can still be shown and exported.
    expect(third.running.status()?.decidedThrough).toBeGreaterThan(0);
  });

  it('is not affected by a member that sends malformed frames', async () => {
    const [room, founder, second, third] = await threeVoters();
    let seed = 1;
    for (let count = 0; count < 300; count += 1) {
      const bytes = new Uint8Array(40).map(() => {
        seed = (seed * 48_271) % 2_147_483_647;
        return seed & 0xff;
      });
      bytes[0] = 1 + (count % 2);
      room.network.inject(third.running.id, founder.running.id, bytes);
    }
    second.submit('still here');
    await room.until(() => everyoneHas(room, ['still here']));
    expect(founder.recording.halts).toEqual([]);
    expect(founder.recording.notices).toMatchObject([{ count: 1 }, { count: 10 }, { count: 100 }]);
  });
});
