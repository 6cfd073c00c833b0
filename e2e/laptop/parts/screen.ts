/** The screen of a laptop: an X server with a window manager, its mode, and real key presses. */

import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { promisify } from 'node:util';
import { type Display, openScreen } from '../../../scripts/environment/display.mjs';
import { until } from '../../processes/until.ts';

const run = promisify(execFile);

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export class Screen {
  readonly env: Readonly<Record<string, string>>;
  readonly #display: Display;
  readonly #manager: ChildProcess;

  private constructor(display: Display, manager: ChildProcess) {
    this.env = display.env;
    this.#display = display;
    this.#manager = manager;
  }

  /** 1600 × 1200 pixels, under Openbox. */
  static async open(): Promise<Screen> {
    const display = await openScreen();
    if (display.env.DISPLAY === undefined) throw new Error('there is no Xvfb');
    const env = { ...process.env, ...display.env };
    const screen = new Screen(display, spawn('openbox', ['--sm-disable'], { env, stdio: 'ignore' }));
    await until('a window manager', async () => {
      const { stdout } = await screen.#run('xprop', '-root', '_NET_SUPPORTING_WM_CHECK');
      return stdout.includes('window id') || undefined;
    });
    return screen;
  }

  /** Another mode, as with another monitor: at most 1600 × 1200. */
  async resize(width: number, height: number): Promise<void> {
    const mode = `${width}x${height}`;
    // Xvfb has no pixel clock: only the sizes count.
    const timing = ['1', width, width, width, width, height, height, height, height].map(String);
    await this.#run('xrandr', '--newmode', mode, ...timing).catch(() => undefined);
    await this.#run('xrandr', '--addmode', 'screen', mode);
    await this.#run('xrandr', '--output', 'screen', '--mode', mode);
  }

  /** A key press by the X server in the app's window: menus receive it, unlike key presses by DevTools. */
  async press(keys: string): Promise<void> {
    await this.#run('xdotool', 'windowactivate', '--sync', await this.#window(), 'key', keys);
  }

  /** Moves and resizes the app's window, as its person does. */
  async place({ x, y, width, height }: Box): Promise<void> {
    const window = await this.#window();
    await this.#run('xdotool', 'windowsize', '--sync', window, String(width), String(height));
    await this.#run('xdotool', 'windowmove', '--sync', window, String(x), String(y));
  }

  /** Double-clicks the title bar, which maximizes the window. */
  async maximize(): Promise<void> {
    const { x, y } = await this.box();
    const title = ['mousemove', String(x + 60), String(y - 8)];
    await this.#run('xdotool', ...title, 'click', '--repeat', '2', '--delay', '50', '1');
  }

  /** Where the inside of the app's window is. */
  async box(): Promise<Box> {
    // xdotool counts the frame twice.
    const { stdout } = await this.#run('xwininfo', '-id', await this.#window());
    const value = (name: string) => Number(new RegExp(`${name}: +(-?\\d+)$`, 'm').exec(stdout)?.[1]);
    const [x, y] = [value('Absolute upper-left X'), value('Absolute upper-left Y')];
    return { x, y, width: value('Width'), height: value('Height') };
  }

  /** Whether the app has a visible window. */
  async hasWindow(): Promise<boolean> {
    return (await this.#windows()).length > 0;
  }

  close(): void {
    this.#manager.kill();
    this.#display.stop();
  }

  async #window(): Promise<string> {
    return until('a visible window', async () => (await this.#windows())[0]);
  }

  async #windows(): Promise<readonly string[]> {
    // It fails if there is none.
    const search = ['search', '--onlyvisible', '--class', '^[Pp]axboard$'];
    const { stdout } = await this.#run('xdotool', ...search).catch(() => ({ stdout: '' }));
    return stdout.split('\n').filter((line) => line !== '');
  }

  #run(program: string, ...args: readonly string[]) {
    return run(program, args, { env: { ...process.env, ...this.env } });
  }
}
