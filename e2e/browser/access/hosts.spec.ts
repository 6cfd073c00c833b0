import { createSocket } from 'node:dgram';
import { Host } from '../../processes/host.ts';
import type { Instance } from '../../processes/instance.ts';
import { expect, type Instances, test } from '../../processes/instances.ts';
import { elementsOf } from '../features/scene.ts';

const goneHost = /WebSocket connection to|Failed to load resource|net::ERR_CONNECTION/;

test('a board continues through another host, entered by one person, after the first is killed', async ({
  instances,
}) => {
  const other = new Host();
  await other.start();
  try {
    const ada = await instances.start('Ada');
    await ada.createBoard('Harbour plan');
    const ben = await instances.start('Ben');
    await ben.join(await ada.inviteLink());
    for (const one of [ada, ben]) await one.expectPeople(2);
    expectGone(instances);

    await test.step('an invalid address is refused', async () => {
      await openNetwork(ada);
      await enterAddress(ada, 'ftp://nowhere');
      await expect(ada.page.getByText('An address begins with http://')).toBeVisible();
    });
    await test.step('Ada enters it, and Ben receives it', async () => {
      await enterAddress(ada, `127.0.0.1:${other.port}`);
      await expectAddress(ada, other.port, 'connected');
      await ada.closeDialog();
      await openNetwork(ben);
      await expectAddress(ben, other.port, 'connected');
      await ben.closeDialog();
    });
    await instances.host.kill();
    await test.step('connected devices continue, and a newcomer joins through the other host', async () => {
      await openNetwork(ada);
      await expectAddress(ada, instances.host.port, 'failing');
      await ada.closeDialog();
      await expect(ada.signalingBanner).toBeHidden();
      await ada.showTasks();
      await ada.addTask('Order rope');
      await ada.expectSettled();
      const link = await ada.inviteLink();
      const cleo = await instances.start('Cleo', other.url);
      expectGone(instances);
      expect(new URL(link).port, 'the invite names the host that works').toBe(String(other.port));
      await cleo.join(link);
      await cleo.expectPeople(3);
      await cleo.showTasks();
      await expect(cleo.task('Order rope')).toHaveAttribute('data-task-number', '1');
    });
  } finally {
    await other.stop();
  }
});

test('hosts discover each other; a restarted one is discovered at its new port', async ({ instances }) => {
  const discovery = `127.0.0.1:${await freeUdpPort()}`;
  const [one, two, again] = [new Host(discovery), new Host(discovery), new Host(discovery)];
  try {
    await one.start();
    await two.start();
    const ada = await instances.start('Ada', one.url);
    expectGone(instances);
    await ada.createBoard('Harbour plan');
    await openNetwork(ada);
    await expectAddress(ada, two.port, 'connected');
    const before = two.port;
    await two.kill();
    await expectAddress(ada, before, 'failing');
    await again.start();
    expect(again.port).not.toBe(before);
    await expectAddress(ada, again.port, 'connected');
  } finally {
    await Promise.all([one, two, again].map((host) => host.stop()));
  }
});

test('a text that was written while the host was away gets its font, and its size, when the host returns', async ({
  instances,
}) => {
  const ada = await instances.start('Ada');
  await ada.createBoard('Harbour plan');
  await ada.showWhiteboard();
  expectGone(instances);
  ada.errors.expect(/Failed to load font|network error/i);
  await instances.host.kill();
  await ada.page.keyboard.press('t');
  await ada.page.mouse.click(700, 400);
  await ada.page.keyboard.insertText('港口起重机');
  await ada.page.keyboard.press('Escape');
  const fonts = (wanted: string, of = 'Xiaolai') =>
    ada.page.evaluate(
      ([status, family]) =>
        [...document.fonts].filter((font) => font.family.includes(family) && font.status === status).length,
      [wanted, of] as const,
    );
  await expect.poll(() => fonts('error')).toBeGreaterThan(0);
  await ada.expectElements(1);
  await ada.page.keyboard.press('Escape');
  await instances.host.start();
  await expect.poll(() => fonts('loaded'), { timeout: 30_000 }).toBeGreaterThan(0);
  expect(await fonts('error', '')).toBe(0);
  const width = async () => Math.round((await elementsOf(ada)).at(-1)?.width ?? 0);
  await expect.poll(width).toBe(100);
});

function expectGone(instances: Instances): void {
  for (const instance of instances.all) instance.errors.expect(goneHost);
}

async function openNetwork(instance: Instance): Promise<void> {
  await instance.page.getByRole('button', { name: 'Network' }).click();
}

async function enterAddress(instance: Instance, address: string): Promise<void> {
  await instance.page.getByLabel('Another address').fill(address);
  await instance.page.getByRole('button', { name: 'Add', exact: true }).click();
}

async function expectAddress(instance: Instance, port: number, state: string): Promise<void> {
  const line = instance.page.locator(`[data-testid="network-address"][data-address$=":${port}"]`);
  await expect(line).toHaveAttribute('data-state', state, { timeout: 20_000 });
}

/** A port for mDNS of this test alone. */
async function freeUdpPort(): Promise<number> {
  const socket = createSocket('udp4');
  await new Promise<void>((resolve) => socket.bind(0, () => resolve()));
  const { port } = socket.address();
  await new Promise<void>((resolve) => socket.close(() => resolve()));
  return port;
}
