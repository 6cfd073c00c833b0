/** A viewer that impersonates an editor. */

import { join } from 'node:path';
import type { Impersonation, Injection, Interception } from '../../hostile/impostor.ts';
import { pageScript } from '../../page/page-script.ts';
import { expect, test } from '../../processes/instances.ts';

const script = () => pageScript(join(import.meta.dirname, '../../hostile/impostor.ts'), 'impostor');

test('a viewer that signals under the editors’ addresses gets no link and breaks none', async ({
  instances,
}) => {
  const ada = await instances.start('Ada');
  await ada.createBoard('Harbour plan');
  const link = await ada.inviteLink();
  const viewLink = await ada.inviteLink('Can view');
  const ben = await instances.start('Ben');
  await ben.join(link);
  await ada.expectPeople(2);

  const mallory = await instances.start('Mallory');
  await mallory.page.evaluate(await script());
  const tried = await mallory.page.evaluate<Impersonation>(
    `impostor.impersonate(${JSON.stringify(viewLink)}, 5000)`,
  );
  expect(tried).toMatchObject({ members: 2, received: 0, proven: 0 });
  expect(tried.offered).toBeGreaterThan(2);
  await mallory.quit();

  for (const one of [ada, ben]) {
    await expect(one.page.getByText(/sent something in another device’s name/)).toBeVisible();
    await one.expectPeople(2);
  }
  await ada.addTask('Order rope');
  await ben.showTasks();
  await expect(ben.task('Order rope')).toBeVisible();
});

test('a relay of two editors’ signals can relay their messages, but neither read nor forge them', async ({
  instances,
}) => {
  const page = (await instances.start('Mallory')).page;
  await page.evaluate(await script());
  const ways: readonly Injection[] = ['none', 'session', 'line separator', 'carriage return', 'twice'];
  let linked = 0;
  for (const way of ways) {
    const result = await page.evaluate<Interception>(`impostor.intercept(${JSON.stringify(way)})`);
    await test.step(`${way}: ${JSON.stringify(result)}`, () => {
      expect(result.accepted).toBe(0);
      // An established link ends at the first forged message.
      if (result.proven > 0) expect(result.ended).toContain('lost');
    });
    if (result.proven === 2) linked += 1;
  }
  expect(linked).toBeGreaterThan(0);
});
