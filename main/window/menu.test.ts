import type { MenuItemConstructorOptions } from 'electron';
import { expect, test, vi } from 'vitest';
import { menuTemplate } from './menu.ts';

const actions = () => ({
  about: vi.fn(),
  showSettings: vi.fn(),
  openInvite: vi.fn(),
  openDataFolder: vi.fn(),
  openLogFolder: vi.fn(),
});

function items(template: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] {
  return template.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? items(item.submenu) : [])]);
}

test.each(['linux', 'windows', 'mac', 'other'] as const)(
  'on %s each action is in the menu once',
  (platform) => {
    const called = actions();
    const all = items(menuTemplate(platform, called));
    for (const item of all.filter(({ click }) => click !== undefined))
      Reflect.apply(Object(item.click), item, []);
    for (const action of Object.values(called)) expect(action).toHaveBeenCalledOnce();
    expect(all.filter(({ role }) => role === 'quit')).toHaveLength(1);
    const keys = all.flatMap(({ accelerator }) => accelerator ?? []);
    expect(new Set(keys).size).toBe(keys.length);
  },
);

test('settings and about are in the usual menus of each platform', () => {
  const first = (platform: 'mac' | 'linux') => menuTemplate(platform, actions())[0];
  expect(first('mac')?.role).toBe('appMenu');
  expect(items([first('mac') ?? {}]).some(({ id }) => id === 'settings')).toBe(true);
  expect(items([first('linux') ?? {}]).some(({ id }) => id === 'settings')).toBe(true);
  expect(menuTemplate('linux', actions()).at(-1)?.role).toBe('help');
});
