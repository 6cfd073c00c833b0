import type { Instance } from '../processes/instance.ts';
import { whyNoNetem } from './lan.ts';
import { expect, type Office, test, timed } from './lan-test.ts';

const board = 'Harbour plan';

/** A page from the machine's own host makes its device a member with a vote, like the desktop app. */
const own = 'http://localhost:7420';

/** Ada, Ben and Cleo, each on a machine with a host, on one board, all voting. */
async function three(office: Office) {
  const machines = ['ada', 'ben', 'cleo'].map((name) => office.lan.machine(name));
  const [one, two, other] = machines;
  if (one === undefined || two === undefined || other === undefined) throw new Error('three machines');
  for (const machine of machines) await office.startHost(machine);
  const ada = await office.start('Ada', one, own);
  await ada.createBoard(board);
  const link = await ada.inviteLink();
  const [ben, cleo] = await Promise.all([office.start('Ben', two, own), office.start('Cleo', other, own)]);
  await timed('join, from pasting the link, two at once', () =>
    Promise.all([ben.submitLink(link), cleo.submitLink(link)]),
  );
  for (const each of [ada, ben, cleo]) {
    await each.expectVoters(3);
    await each.showTasks();
  }
  return { machines: [one, two, other] as const, people: [ada, ben, cleo] as const };
}

async function seeTask(title: string, people: readonly Instance[]): Promise<void> {
  await Promise.all(people.map((each) => expect(each.task(title)).toBeVisible()));
}

test('three machines on one board: one pair cut, a guest of two hosts, and the first host gone', async ({
  office,
}) => {
  const { machines, people } = await three(office);
  const [ada, ben, cleo] = people;

  await test.step('all see a settled change', async () => {
    await ben.addTask('Order rope');
    await timed('a task reaches all machines', () => seeTask('Order rope', people));
    for (const each of people) await each.expectSettled();
  });

  await test.step('with one pair cut the board continues for all, and the pair is relayed through the third', async () => {
    machines[1].cutFrom(machines[2]);
    await ben.addTask('From Ben');
    await cleo.addTask('From Cleo');
    await timed('until the changes of both are everywhere', async () => {
      await seeTask('From Ben', people);
      await seeTask('From Cleo', people);
      for (const each of people) await each.expectSettled();
    });
    const there = await ben.person('Cleo');
    await timed('until the pair is relayed through the third', () =>
      expect(there).toHaveAttribute('data-via', 'Ada', { timeout: 20_000 }),
    );
    await expect(there).toContainText('via Ada');
    await expect(await cleo.person('Ben')).toContainText('via Ada');
    await expect(await ada.person('Ben')).toHaveAttribute('data-via', '');
    for (const each of people) await each.closeDialog();
    await ben.addTask('Through the third');
    await timed('a task reaches all machines, with the pair cut', () => seeTask('Through the third', people));
    machines[1].reconnectTo(machines[2]);
    const again = await ben.person('Cleo');
    await timed('until the pair is connected directly again', () =>
      expect(again).toHaveAttribute('data-via', '', { timeout: 40_000 }),
    );
    await expect(again).toHaveAttribute('data-connected', 'true');
    await ben.closeDialog();
  });

  await test.step('hosts discover each other, and a guest of one also uses the other', async () => {
    await timed('until the first host names the second one', () =>
      expect.poll(() => namesOfFoundHosts(ada), { timeout: 30_000 }).toContain(office.urlOf(machines[1])),
    );
    const gia = await office.start('Gia', office.lan.machine('gia'), office.urlOf(machines[0]));
    await expect(gia.page.getByTestId('guest-note')).toContainText('this tab keeps nothing');
    await expect(gia.page.getByTestId('new-board-name')).toBeHidden();
    await gia.join(await ada.inviteLink());
    await expect(gia.page.getByTestId('guest')).toBeVisible();
    await gia.page.getByRole('button', { name: 'Network' }).click();
    await timed('until a guest of the first host is also connected to the second', () =>
      expect(
        gia.page
          .getByRole('listitem')
          .filter({ hasText: machines[1].address })
          .filter({ hasText: /connected/i }),
      ).toBeVisible({ timeout: 30_000 }),
    );
    await gia.closeDialog();
    await gia.addTask('From a guest');
    await seeTask('From a guest', people);
    await gia.expectSettled();
    expect(await storedBy(gia)).toEqual([]);
    await gia.kill();
  });

  await test.step('with the first host’s machine gone the others continue, and another host admits a newcomer', async () => {
    await office.killHost(machines[0]);
    await ada.kill();
    machines[0].unplug();
    await timed('until the others settle their next change', async () => {
      await ben.addTask('Without Ada');
      await seeTask('Without Ada', [ben, cleo]);
      await ben.expectSettled();
    });
    const link = await ben.inviteLink();
    const dora = await office.start('Dora', office.lan.machine('dora'), office.urlOf(machines[1]));
    await timed('until a newcomer joins through the second host', () => dora.join(link));
    await dora.showTasks();
    await seeTask('Without Ada', [dora]);
    await expect
      .poll(async () => (await dora.people()).connected.toSorted())
      .toEqual(['Ben', 'Cleo', 'Dora']);
  });
});

test('without a default route addresses of one end suffice; without any, the window explains it', async ({
  office,
}) => {
  const machines = ['ada', 'ben'].map((name) => office.lan.machine(name, { defaultRoute: false }));
  const [one, two] = machines;
  if (one === undefined || two === undefined) throw new Error('two machines');
  await office.startHost(one);
  // As in the desktop app, the page may use the microphone (and never does), so it gathers addresses. That needs a secure
  // context, which a page at an address of the network is not.
  const ada = await office.start('Ada', one, own);
  const plain = { mayUseMicrophone: false };
  const [guest, other] = await Promise.all([
    office.start('Guest', two, office.urlOf(one), plain),
    office.start('Other', one, own, plain),
  ]);

  await test.step('with one end that gathers addresses', async () => {
    await ada.createBoard(board);
    await guest.join(await ada.inviteLink());
    await guest.addTask('Without a way out');
    await ada.showTasks();
    await seeTask('Without a way out', [ada, guest]);
    await guest.expectSettled();
  });

  await test.step('without addresses', async () => {
    await guest.page.getByRole('button', { name: 'Back to boards' }).click();
    await other.createBoard('Another board');
    await guest.submitLink(await other.inviteLink());
    await timed('until the guest’s window explains why it reaches nobody', () =>
      expect(guest.page.getByText(/This browser does not let Paxboard connect to other devices/)).toBeVisible(
        {
          timeout: 60_000,
        },
      ),
    );
    await expect(guest.health).toHaveAttribute('data-state', 'joining');
    await other.addTask('Alone');
    await other.expectSettled();
  });
});

test('with slow and lossy links the board still settles', async ({ office }) => {
  const why = whyNoNetem(office.lan.machine('probe'));
  test.skip(why !== undefined, why);
  const { machines, people } = await three(office);
  for (const machine of machines) whyNoNetem(machine);
  await people[0].addTask('Slowly');
  await timed('a task reaches all machines, at 50 ms and 5 % loss', () => seeTask('Slowly', people));
});

/** The names of the databases and texts that the browser stores for the page's origin. */
async function storedBy(person: Instance): Promise<readonly string[]> {
  return person.page.evaluate(async () => {
    const databases = (await indexedDB.databases()).map(({ name }) => name ?? '');
    const texts = Object.keys(localStorage).filter((key) => key.startsWith('paxboard'));
    return [...databases, ...texts, ...Object.keys(sessionStorage)];
  });
}

async function namesOfFoundHosts(person: Instance): Promise<readonly string[]> {
  return person.page.evaluate(async () => {
    const info: { found?: readonly { address: string }[] } = await (await fetch('/host.json')).json();
    return (info.found ?? []).map(({ address }) => address);
  });
}
