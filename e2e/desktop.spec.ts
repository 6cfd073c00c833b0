import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron as electron, expect, test } from '@playwright/test';

const root = join(import.meta.dirname, '..');

/** Read, not required: requiring the package without its runtime starts a download. */
function electronProgram(): string | undefined {
  const folder = join(root, 'node_modules/electron');
  if (!existsSync(join(folder, 'path.txt'))) return undefined;
  const dist = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(folder, 'dist');
  const program = join(dist, readFileSync(join(folder, 'path.txt'), 'utf8').trim());
  return existsSync(program) ? program : undefined;
}

const needsDisplay = process.platform === 'linux';

test('the desktop app opens its start screen', async () => {
  const executablePath = electronProgram();
  test.skip(executablePath === undefined, "Electron's runtime is not installed here");
  test.skip(
    needsDisplay && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY,
    'there is no display here for a window to open on',
  );
  if (executablePath === undefined) return;
  const profile = mkdtempSync(join(tmpdir(), 'paxboard-desktop-'));
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const app = await electron.launch({
    executablePath,
    args: [...sandbox, root, `--user-data-dir=${profile}`],
  });
  try {
    const window = await app.firstWindow();
    await expect(window.getByRole('heading', { name: /A whiteboard and a task list/ })).toBeVisible();
    await window.getByRole('textbox', { name: 'Your name' }).fill('Ada');
    await window.getByRole('button', { name: 'Continue' }).click();
    await expect(window.getByTestId('new-board-name')).toBeVisible();
  } finally {
    await app.close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
});
