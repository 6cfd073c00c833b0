/** Waiting until a window shows the page that a person went to. */

import type { Place, Tab } from '../model.ts';
import type { Name } from '../names.ts';
import type { World } from '../world.ts';

/** The open board is there, with what is to be seen in a tab. */
export async function arrived(world: World, name: Name, tab: Tab): Promise<void> {
  const { instance } = world.window(name);
  await instance.health.waitFor();
  if (tab === 'whiteboard')
    await instance.page.locator('[data-testid="whiteboard"][data-ready="true"]').waitFor();
  else await instance.page.getByRole('textbox', { name: 'Add a task to To do' }).waitFor();
}

export async function arrivedAt(world: World, name: Name, place: Place): Promise<void> {
  if (place === 'start') await world.window(name).instance.newBoardName.waitFor();
  else await arrived(world, name, place.tab);
}
