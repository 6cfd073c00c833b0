import { expect, test } from '../../processes/instances.ts';

test('a second tab reports that the board is open, and is not a second replica', async ({ instances }) => {
  const [ada, ben] = await instances.two('Harbour plan');
  await ada.expectPeople(2);

  const second = await ada.browser.newTab(ada.page.url());
  await expect(second.getByText('This board is open in another window')).toBeVisible();

  await test.step('the first continues undisturbed', async () => {
    await ada.addTask('Order rope');
    await ben.showTasks();
    await expect(ben.task('Order rope')).toHaveAttribute('data-task-number', '1');
    await ben.expectPeople(2);
    expect((await ben.people()).all).toEqual(['Ada', 'Ben']);
  });

  await test.step('the second takes over once the first is closed', async () => {
    await ada.page.close();
    await second.getByRole('button', { name: 'Open it here' }).click();
    await second.getByRole('tab', { name: 'Tasks' }).click();
    await expect(second.getByTestId('task-card')).toContainText('Order rope');
    await ben.expectPeople(2);
    expect((await ben.people()).all).toEqual(['Ada', 'Ben']);
  });
});
