/** Log-off without an announcement: the desktop's signals, and the end of its X server. */

import { expect, test } from './laptop-test.ts';

for (const signal of ['SIGTERM', 'SIGHUP'] as const) {
  test(`${signal}: the app ends well, and keeps the latest change`, async ({ laptops }) => {
    const ada = await laptops.open('Ada');
    await ada.start();
    await ada.createBoard('Harbour');
    await ada.addTask('Written last');
    expect(await ada.app.end(signal)).toBe('exit code 0');
    await ada.start();
    await expect(ada.page.getByTestId('last-run')).toHaveCount(0);
    await ada.openBoard('Harbour');
    await ada.showTasks();
    await ada.expectTask('Written last');
  });
}

test('the X server ends first: nothing that was settled is lost, and the next start reports a run that was cut short', async ({
  laptops,
}) => {
  const ada = await laptops.open('Ada');
  await ada.start();
  await ada.createBoard('Harbour');
  await ada.addTask('Paint the boat');
  await ada.expectSettled();
  ada.screen.close();
  // Chromium either quits in order when it loses the X server, or exits at once with an error: both happen.
  const end = await ada.app.ended();
  await ada.reopenScreen();
  await ada.start();
  const lastRun = ada.page.getByTestId('last-run');
  if (end === 'exit code 0') await expect(lastRun).toHaveCount(0);
  else await expect(lastRun).toHaveAttribute('data-last-run', 'cut-short');
  await ada.openBoard('Harbour');
  await ada.showTasks();
  await ada.expectTask('Paint the boat');
});
