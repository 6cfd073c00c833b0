/**
 * The purpose of Paxboard in one test: packaged desktop apps on three laptops of one LAN, from the first start to the last
 * quit, with the loss of the founder's laptop. Prints its measurements.
 */

import { expect, timed } from './lan-test.ts';
import type { Laptop } from './laptop.ts';
import { test } from './laptops.ts';

const board = 'Harbour plan';

async function seeEverywhere(title: string, laptops: readonly Laptop[]): Promise<void> {
  await Promise.all(laptops.map((laptop) => laptop.showTasks().then(() => laptop.expectTask(title))));
}

test('three installed desktops: discovery, join by link, work, partition, move, sleep, loss of the founder, a guest, and recovery', async ({
  office,
  laptops,
}) => {
  const [ada, ben, cleo] = [await laptops.open('Ada'), await laptops.open('Ben'), await laptops.open('Cleo')];
  const all = [ada, ben, cleo];
  test.skip(!all.every(({ app }) => app.hasDisplay), 'there is no Xvfb, and it could not be installed');
  const seconds = new Map<string, number>();
  const measure = async (what: string, wait: () => Promise<unknown>) => {
    seconds.set(what, (await timed(what, wait)) / 1000);
  };

  await test.step('two desktops discover each other on the network before any invitation', async () => {
    await Promise.all([ada.start(), cleo.start()]);
    await measure('found by mDNS', () =>
      Promise.all([ada.expectFoundHost(cleo.machine.address), cleo.expectFoundHost(ada.machine.address)]),
    );
  });

  await test.step('two join by deep link, one with its app running and one without', async () => {
    await ada.createBoard(board);
    const link = await ada.deepLink();
    await measure('join, two at once, one from the start of its app', () =>
      Promise.all([
        cleo.app.openLink(link).then(() => cleo.acceptInvite()),
        ben.start(link).then(() => ben.acceptInvite()),
      ]),
    );
    await measure('then, until all three vote', () =>
      Promise.all(all.map((laptop) => laptop.expectVoters(3))),
    );
  });

  await test.step('each draws and adds a task, and all show everything', async () => {
    for (const [at, laptop] of all.entries()) {
      await laptop.draw({ tool: 'rectangle', from: [300 + at * 150, 300], to: [400 + at * 150, 400] });
    }
    await Promise.all(all.map((laptop) => laptop.expectElements(3)));
    for (const laptop of all) {
      const title = `From ${laptop.name}`;
      await measure(`a task of ${laptop.name} settles everywhere`, async () => {
        await laptop.addTask(title);
        await seeEverywhere(title, all);
        await laptop.expectSettled();
      });
    }
  });

  await test.step('a laptop with its cable pulled waits and shows it, the others continue, and it catches up', async () => {
    cleo.machine.unplug();
    await measure('the isolated one shows that it waits', () => cleo.expectState('waiting'));
    await cleo.addTask('Of the minority');
    await ben.addTask('Of the majority');
    await seeEverywhere('Of the majority', [ada, ben]);
    await ben.expectSettled();
    expect(await ada.task('Of the minority').count()).toBe(0);
    expect(await cleo.task('Of the majority').count()).toBe(0);
    cleo.machine.plugInAgain();
    await measure('all agree after the cable is plugged in', async () => {
      await seeEverywhere('Of the majority', all);
      await seeEverywhere('Of the minority', all);
      await Promise.all(all.map((laptop) => laptop.expectSettled()));
    });
    await Promise.all(all.map((laptop) => laptop.expectVoters(3)));
  });

  await test.step('one gets another address, and continues', async () => {
    ben.machine.changeAddress();
    await measure('a change from another address is settled everywhere', async () => {
      await ben.addTask('From another address');
      await seeEverywhere('From another address', all);
      await ben.expectSettled();
    });
    await Promise.all(all.map((laptop) => laptop.expectVoters(3)));
    // The next steps measure the detection of a lost device, not the recovery of this link.
    await measure('then, until all are connected directly again', async () => {
      await Promise.all([ada.expectDirect('Ben'), ben.expectDirect('Cleo'), cleo.expectDirect('Ada')]);
    });
  });

  await test.step('one sleeps, and catches up when it wakes', async () => {
    const wakeUp = cleo.app.sleep();
    await measure('the others detect that one sleeps', () =>
      Promise.all([ada, ben].map((laptop) => laptop.expectPeople(2))),
    );
    await ada.addTask('While one slept');
    await seeEverywhere('While one slept', [ada, ben]);
    await ada.expectSettled();
    wakeUp();
    await measure('catch up after waking', () => cleo.expectTask('While one slept'));
    await cleo.addTask('Awake again');
    await seeEverywhere('Awake again', all);
    await Promise.all(all.map((laptop) => laptop.expectVoters(3)));
  });

  const dora =
    await test.step('without the founder the others continue, and admit a guest in a browser', async () => {
      const role = (await ben.people()).leader === 'Ada' ? 'the leader' : 'not the leader';
      await ada.app.cutPower();
      await measure(`a change settles after kill -9 of the founder, ${role}`, async () => {
        await ben.addTask('Without the founder');
        await seeEverywhere('Without the founder', [ben, cleo]);
        await ben.expectSettled();
      });
      const link = await ben.inviteLink();
      const guest = await office.start('Dora', office.lan.machine('dora'), office.urlOf(ben.machine));
      await measure('a guest joins, served by a remaining laptop', () => guest.join(link));
      await guest.showTasks();
      await expect(guest.task('Without the founder')).toBeVisible();
      await guest.addTask('From the guest');
      await seeEverywhere('From the guest', [ben, cleo]);
      await guest.expectSettled();
      return guest;
    });

  await test.step('the founder returns, and catches up', async () => {
    ada.machine.plugInAgain();
    await measure('catch up, from the start of the app', async () => {
      await ada.start();
      await ada.openBoard(board);
      await seeEverywhere('Without the founder', [ada]);
      await seeEverywhere('From the guest', [ada]);
    });
    await ada.addTask('Back again');
    await seeEverywhere('Back again', all);
    await expect(dora.task('Back again')).toBeVisible();
    await ada.expectSettled();
    await ada.showWhiteboard();
    await ada.expectElements(3);
    await Promise.all(all.map((laptop) => laptop.expectPeople(4)));
    await Promise.all(all.map((laptop) => laptop.expectVoters(3)));
  });

  await test.step('a guest continues with the remaining desktops, never votes, and keeps its pending changes', async () => {
    await expect(dora.page.getByTestId('guest')).toBeVisible();
    expect((await ben.people()).voters).not.toContain('Dora');
    expect(await cleo.app.quit()).toBe('exit code 0');
    await dora.addTask('Good night, Cleo');
    await measure('a guest’s change after one quit', () => seeEverywhere('Good night, Cleo', [ada, ben]));
    expect(await ada.app.quit()).toBe('exit code 0');
    expect(await ben.app.quit()).toBe('exit code 0');
    await dora.addTask('Good night, all');
    await expect(dora.health).toHaveText(/keep this tab open; 1 change waits here/);
    await expect(await dora.person('Dora')).toHaveAttribute('data-votes', 'false');
    await dora.closeDialog();
    await Promise.all([ada, ben].map((laptop) => laptop.start()));
    await Promise.all([ada, ben].map((laptop) => laptop.openBoard(board)));
    await measure('next morning, until the guest’s change is settled', async () => {
      await seeEverywhere('Good night, all', [ada, ben]);
      await dora.expectSettled();
    });
  });

  const figures = [...seconds].map(([what, time]) => `${what} ${time.toFixed(2)} s`);
  process.stdout.write(`      mission: ${figures.join('; ')}\n`);
});
