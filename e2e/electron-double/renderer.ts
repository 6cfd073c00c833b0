/** One page's end of Electron inside the double: runs the built preload as a sandbox would, and holds what it exposed. */

import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import { compileFunction } from 'node:vm';

export interface Exposed {
  readonly name: string;
  readonly api: Readonly<Record<string, unknown>>;
}

/** What a page is to be given: values as they are, functions by their names. */
export interface Shape {
  readonly name: string;
  readonly values: Readonly<Record<string, unknown>>;
  readonly functions: readonly string[];
}

export interface MainEnd {
  invoke(channel: string, args: readonly unknown[]): Promise<unknown>;
  send(channel: string, args: readonly unknown[]): void;
}

export class Renderer {
  readonly #ipc = new EventEmitter();
  readonly #ends = new Map<number, () => void>();
  readonly exposed: Exposed[] = [];

  /** @throws Error as a sandboxed preload would if it requires what it may not. */
  constructor(preload: string, main: MainEnd) {
    const ipcRenderer = {
      invoke: (channel: string, ...args: unknown[]) => main.invoke(channel, structuredClone(args)),
      send: (channel: string, ...args: unknown[]) => main.send(channel, structuredClone(args)),
      on: (channel: string, listener: (...args: unknown[]) => void) => this.#ipc.on(channel, listener),
      off: (channel: string, listener: (...args: unknown[]) => void) => this.#ipc.off(channel, listener),
    };
    const contextBridge = {
      exposeInMainWorld: (name: string, api: Exposed['api']) => this.exposed.push({ name, api }),
    };
    const require = (name: string): unknown => {
      if (name === 'electron') return { contextBridge, ipcRenderer };
      throw new Error(`module not found: ${name} (a sandboxed preload may require "electron" only)`);
    };
    const module = { exports: {} };
    const run = compileFunction(readFileSync(preload, 'utf8'), ['require', 'module', 'exports', 'process'], {
      filename: preload,
    });
    Reflect.apply(run, undefined, [require, module, module.exports, { platform: process.platform }]);
  }

  shape(): readonly Shape[] {
    return this.exposed.map(({ name, api }) => {
      const entries = Object.entries(api);
      return {
        name,
        values: Object.fromEntries(entries.filter(([, value]) => typeof value !== 'function')),
        functions: entries.filter(([, value]) => typeof value === 'function').map(([key]) => key),
      };
    });
  }

  /** From main. */
  deliver(channel: string, args: readonly unknown[]): void {
    this.#ipc.emit(channel, {}, ...structuredClone(args));
  }

  /** A page calls a function that was exposed; `number` names the call, so that it can be ended. */
  call(name: string, key: string, number: number, args: readonly unknown[]): unknown {
    const exposed = this.exposed.find((one) => one.name === name);
    const method = exposed?.api[key];
    if (typeof method !== 'function') throw new Error(`${name}.${key} is no function`);
    const result: unknown = Reflect.apply(method, exposed?.api, [...args]);
    if (typeof result !== 'function') return result;
    this.#ends.set(number, () => Reflect.apply(result, undefined, []));
    return undefined;
  }

  /** A page calls the function that call `number` returned. */
  end(number: number): void {
    this.#ends.get(number)?.();
    this.#ends.delete(number);
  }
}
