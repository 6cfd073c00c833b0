/**
 * Finds features in a program that the given engines lack: globals, members of globals, and methods of JavaScript's built-in
 * types. MDN's tables contain the version that added each feature. Syntax is not checked: the build translates it.
 */

import { createRequire } from 'node:module';
import type { CompatData, CompatStatement, SupportStatement } from '@mdn/browser-compat-data';
import { parseAst } from 'vite';
import { isAtLeast } from '../../scripts/environment/versions.mjs';
import { namesIn, type Use } from './syntax-tree.ts';

/** MDN's name of the engine (`chrome`, `firefox`, `safari`, `safari_ios`, `nodejs`), and the oldest supported version. */
export interface Engine {
  readonly name: string;
  readonly version: string;
}

export interface Program {
  /** The extension determines the language: `.ts`, `.tsx`, else JavaScript. */
  readonly path: string;
  readonly text: string;
}

export interface NewerFeature {
  /** `URL.canParse`, `.toSorted()`, or `structuredClone`. */
  readonly feature: string;
  /** Path and line, from 1. */
  readonly at: string;
  /** The engines that lack it. */
  readonly lacking: readonly string[];
}

// 20 MB of JSON: with `require`, a worker reads it once for all its tests.
const data: CompatData = createRequire(import.meta.url)('@mdn/browser-compat-data');

/** Globals that are instances, with their interfaces. */
const instances: Readonly<Record<string, readonly string[]>> = {
  crypto: ['Crypto'],
  document: ['Document', 'Node', 'EventTarget'],
  globalThis: ['Window'],
  history: ['History'],
  indexedDB: ['IDBFactory'],
  location: ['Location'],
  navigator: ['Navigator'],
  performance: ['Performance'],
  screen: ['Screen'],
  self: ['Window', 'WorkerGlobalScope'],
  window: ['Window'],
};

export class FeatureTable {
  /** By name: the engines that lack it. */
  readonly #globals = new Map<string, readonly string[]>();
  /** `URL.canParse`, `navigator.locks`. */
  readonly #members = new Map<string, readonly string[]>();
  /**
   * Methods of JavaScript's built-in types, by name alone, because the types of values are unknown: the engines in which no type
   * has a method of that name.
   */
  readonly #methods = new Map<string, readonly string[]>();

  /**
   * @param engines.language provide JavaScript's built-in types.
   * @param engines.platform provide everything else: the interfaces of the web.
   */
  constructor(engines: { readonly language: readonly Engine[]; readonly platform: readonly Engine[] }) {
    const { language, platform } = engines;
    for (const [name, type] of Object.entries(data.javascript.builtins ?? {})) {
      addFeature(this.#globals, name, type, language);
      for (const [member, entry] of Object.entries(Object(type))) {
        addFeature(this.#members, `${name}.${member}`, entry, language);
        addFeature(this.#methods, member, entry, language);
      }
    }
    for (const [name, type] of Object.entries(data.api)) {
      addFeature(this.#globals, name, type, platform);
      for (const [member, entry] of Object.entries(Object(type))) {
        if (member.endsWith('_static')) {
          addFeature(this.#members, `${name}.${member.replace('_static', '')}`, entry, platform);
        } else if (['Window', 'WorkerGlobalScope'].includes(name))
          addFeature(this.#globals, member, entry, platform);
      }
    }
    for (const [name, types] of Object.entries(instances)) {
      for (const [member, entry] of types.flatMap((type) => Object.entries(Object(data.api[type])))) {
        addFeature(this.#members, `${name}.${member}`, entry, platform);
      }
    }
  }

  /**
   * @param programs form one unit: a method that one of them defines is not a built-in method in the others.
   * @returns the first use of each newer feature in each program.
   * @throws SyntaxError if a program cannot be parsed.
   */
  newerIn(programs: readonly Program[]): readonly NewerFeature[] {
    const parsed = programs.map(({ path, text }) => ({
      path,
      text,
      names: namesIn(parseAst(text, { lang: languageOf(path) })),
    }));
    const ownMethods = new Set(parsed.flatMap(({ names }) => [...names.ownMethods]));
    return parsed.flatMap(({ path, text, names: { uses, own, namespaces } }) => {
      const found = new Map<string, NewerFeature>();
      for (const use of uses) {
        const { feature, lacking } = this.#lookUp(
          use,
          own,
          (object, name) => namespaces.has(object) || ownMethods.has(name),
        );
        if (lacking === undefined || lacking.length === 0 || found.has(feature)) continue;
        found.set(feature, {
          feature,
          lacking,
          at: `${path}:${text.slice(0, use.start).split('\n').length}`,
        });
      }
      return [...found.values()];
    });
  }

  #lookUp(
    { object, name, isCall }: Use,
    own: ReadonlySet<string>,
    isOwnMethod: (object: string, name: string) => boolean,
  ): { readonly feature: string; readonly lacking: readonly string[] | undefined } {
    if (object === undefined) {
      return { feature: name, lacking: own.has(name) ? undefined : this.#globals.get(name) };
    }
    const member = own.has(object) ? undefined : this.#members.get(`${object}.${name}`);
    if (member !== undefined) return { feature: `${object}.${name}`, lacking: member };
    const isTheirs = isCall && !isOwnMethod(object, name);
    return { feature: `.${name}()`, lacking: isTheirs ? this.#methods.get(name) : undefined };
  }
}

/** @returns pseudo-classes and pseudo-elements of a style sheet that some of the engines lack, without their colons. */
export function newerSelectorsIn(sheet: string, engines: readonly Engine[]): readonly string[] {
  const known = new Map<string, readonly string[]>();
  for (const [name, entry] of Object.entries(data.css.selectors ?? {}))
    addFeature(known, name, entry, engines);
  // Only in the selectors of rules: values contain colons, too.
  const selectors = [...sheet.matchAll(/(?:^|[{};])([^{};@]+)(?=\{)/g)].map(([, selector = '']) => selector);
  const used = selectors.flatMap((selector) =>
    [...selector.matchAll(/::?([a-z][a-z-]*)/g)].map(([, name = '']) => name),
  );
  return [...new Set(used)].filter((name) => (known.get(name)?.length ?? 0) > 0).sort();
}

function languageOf(path: string): 'js' | 'ts' | 'tsx' {
  if (path.endsWith('.tsx')) return 'tsx';
  return path.endsWith('.ts') ? 'ts' : 'js';
}

function addFeature(
  map: Map<string, readonly string[]>,
  name: string,
  entry: unknown,
  engines: readonly Engine[],
): void {
  const compat: CompatStatement | undefined = Object(entry).__compat;
  if (compat === undefined) return;
  const lacking = engines
    .filter(({ name: engine, version }) => !isSupported(Object(compat.support)[engine], version))
    .map(({ name: engine, version }) => `${engine} ${version}`);
  const before = map.get(name);
  map.set(name, before === undefined ? lacking : lacking.filter((one) => before.includes(one)));
}

function isSupported(support: SupportStatement | undefined, version: string): boolean {
  // An API without data for that engine is not checked.
  if (support === undefined) return true;
  const statements = Array.isArray(support) ? support : [support];
  return statements.some(
    ({ version_added: added, version_removed: removed, flags, prefix, alternative_name }) => {
      if (flags !== undefined || prefix !== undefined || alternative_name !== undefined) return false;
      if (typeof added !== 'string' || added === 'preview') return added !== false && added !== 'preview';
      return (
        isAtLeast(version, added.replace('≤', '')) &&
        (typeof removed !== 'string' || !isAtLeast(version, removed))
      );
    },
  );
}
