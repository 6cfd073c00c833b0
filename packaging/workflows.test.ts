/** Static checks of the workflows, which run only on GitHub. */

import { execSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { parse, parseDocument } from 'yaml';
import { readText, root } from './testing/build.ts';

/** The subset of GitHub's workflow syntax in use; an unknown key is most likely misspelt. */
const permissions = v.record(v.string(), v.picklist(['read', 'write', 'none']));
const text = v.pipe(v.string(), v.nonEmpty());
const step = v.union([
  v.strictObject({
    uses: v.pipe(text, v.regex(/^actions\/[\w-]+@[0-9a-f]{40}$/, 'GitHub’s own, pinned to a commit')),
    with: v.optional(v.record(v.string(), v.union([v.string(), v.number(), v.boolean()]))),
    if: v.optional(text),
    name: v.optional(text),
  }),
  v.strictObject({
    run: text,
    name: v.optional(text),
    if: v.optional(text),
    'working-directory': v.optional(text),
    env: v.optional(v.record(v.string(), v.string())),
  }),
]);
const ownJob = v.strictObject({
  name: text,
  'runs-on': text,
  'timeout-minutes': v.pipe(v.number(), v.maxValue(60)),
  needs: v.optional(v.union([text, v.array(text)])),
  if: v.optional(text),
  permissions,
  strategy: v.optional(
    v.strictObject({ 'fail-fast': v.boolean(), matrix: v.record(v.string(), v.array(v.unknown())) }),
  ),
  steps: v.pipe(v.array(step), v.nonEmpty()),
});
const calledJob = v.strictObject({
  name: text,
  permissions,
  needs: v.optional(v.union([text, v.array(text)])),
  uses: v.pipe(text, v.startsWith('./.github/workflows/')),
});
const workflow = v.strictObject({
  name: text,
  on: v.strictObject({
    push: v.optional(
      v.strictObject({ branches: v.optional(v.array(text)), tags: v.optional(v.array(text)) }),
    ),
    pull_request: v.optional(v.null()),
    workflow_call: v.optional(v.null()),
    workflow_dispatch: v.optional(v.null()),
  }),
  permissions,
  defaults: v.strictObject({ run: v.strictObject({ shell: v.literal('bash') }) }),
  concurrency: v.strictObject({ group: text, 'cancel-in-progress': v.boolean() }),
  jobs: v.record(v.string(), v.union([ownJob, calledJob])),
});
type Workflow = v.InferOutput<typeof workflow>;

const folder = join(root, '.github/workflows');
const names = readdirSync(folder);
const { scripts } = v.parse(
  v.object({ scripts: v.record(v.string(), v.string()) }),
  JSON.parse(readText(join(root, 'package.json'))),
);

function read(name: string): Workflow {
  const document = parseDocument(readText(join(folder, name)), { strict: true, uniqueKeys: true });
  expect([...document.errors, ...document.warnings]).toEqual([]);
  return v.parse(workflow, document.toJS());
}

const jobsOf = (name: string) => Object.entries(read(name).jobs);
const stepsOf = (name: string) => jobsOf(name).flatMap(([, job]) => ('steps' in job ? job.steps : []));
const commandsOf = (name: string) => stepsOf(name).flatMap((each) => ('run' in each ? [each.run] : []));

describe.each(names)('%s', (name) => {
  test('has the syntax of a workflow', () => {
    read(name);
  });

  test('names the version of each pinned commit, and pins one commit per action', () => {
    const pins = names.flatMap((each) => [
      ...readText(join(folder, each)).matchAll(/\buses: (actions\/.*)$/gm),
    ]);
    const lines = new Set(pins.map(([, pin = '']) => pin));
    for (const line of lines) expect(line).toMatch(/^[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    expect(new Set([...lines].map((line) => line.split('@')[0])).size).toBe(lines.size);
  });

  test('gives its jobs read access to contents at most, except draft and provenance, and does not persist credentials', () => {
    expect(read(name).permissions).toEqual({});
    const others = jobsOf(name).filter(([key]) => key !== 'draft' && key !== 'provenance');
    for (const [key, { permissions: own }] of others) {
      expect([{}, { contents: 'read' }], key).toContainEqual(own);
    }
    const checkouts = stepsOf(name).filter((each) => 'uses' in each && each.uses.includes('/checkout@'));
    for (const checkout of checkouts) {
      expect(checkout).toMatchObject({ with: { 'persist-credentials': false } });
    }
  });

  test('runs only existing scripts', () => {
    const commands = commandsOf(name).flatMap((command) => [
      ...command.matchAll(/\bnpm (?:run )?(?!(?:ci|sbom)\b)([\w:-]+)/g),
    ]);
    expect(commands.length).toBeGreaterThan(0);
    for (const [command, script = ''] of commands) expect(scripts, command).toHaveProperty(script);
  });

  test('runs only existing Playwright projects', () => {
    const configuration = readText(join(root, 'playwright.config.ts'));
    const known = [...configuration.matchAll(/\bname: '([\w-]+)'/g)].map((match) => match[1]);
    for (const [, project] of commandsOf(name)
      .join('\n')
      .matchAll(/--project=([\w-]+)/g)) {
      expect(known).toContain(project);
    }
  });

  test('needs only existing jobs, and calls only existing workflows', () => {
    const jobs = jobsOf(name);
    for (const [, job] of jobs) {
      for (const needed of [job.needs ?? []].flat()) expect(jobs.map(([key]) => key)).toContain(needed);
      if ('uses' in job) expect(existsSync(join(root, job.uses)), job.uses).toBe(true);
    }
  });

  test('expands only values of the matrix in command lines', () => {
    for (const command of commandsOf(name)) {
      const expressions = [...command.matchAll(/\$\{\{\s*([^}]+?)\s*\}\}/g)].map((match) => match[1]);
      expect(expressions.filter((expression) => !expression?.startsWith('matrix.'))).toEqual([]);
    }
  });
});

test('each push runs the tests on Linux, and those of the desktop app on three systems', () => {
  expect(read('test.yml').on.push).toEqual({ branches: ['**'] });
  expect(commandsOf('test.yml')).toContain('npm test');
  expect(read('test.yml').jobs.desktop).toMatchObject({
    strategy: {
      matrix: {
        system: [
          expect.stringMatching(/^ubuntu/),
          expect.stringMatching(/^windows/),
          expect.stringMatching(/^macos/),
        ],
      },
    },
  });
  const commands = commandsOf('test.yml');
  expect(commands.indexOf('npx --no install-electron')).toBeGreaterThan(-1);
  expect(commands).toContain('npm run test:desktop');
});

/** Reads the registrations of a package; the list of the tests is in e2e/installed/debian. */
const debianTools = ['desktop-file-utils', 'libglib2.0-bin', 'xdg-utils'];

test.each([
  ['test.yml', 'desktop', { PAXBOARD_MAY_INSTALL: 'yes' }],
  ['release.yml', 'installers', { PAXBOARD_INSTALLERS: 'dist', PAXBOARD_MAY_INSTALL: 'yes' }],
])('%s installs the app on each of its systems, with all that the Debian package needs', (name, key, env) => {
  const job = v.parse(ownJob, read(name).jobs[key]);
  const commands = job.steps.flatMap((each) => ('run' in each ? [each] : []));
  const at = commands.findIndex(({ run }) => run === 'npm run test:installed');
  expect(commands[at]).toMatchObject({ env });
  expect(commands[at]).not.toHaveProperty('if');
  const before = commands.slice(0, at);
  const { deb } = v.parse(
    v.object({ deb: v.object({ depends: v.array(v.string()) }) }),
    parse(readText(join(root, 'electron-builder.yml'))),
  );
  const installed = before
    .map(({ run }) => / install --yes (.*)$/.exec(run)?.[1] ?? '')
    .join(' ')
    .split(' ');
  expect(installed).toEqual(expect.arrayContaining([...deb.depends, ...debianTools, 'xvfb', 'dbus']));
  if ('PAXBOARD_INSTALLERS' in env)
    expect(before.some(({ run }) => run.startsWith('npm run dist'))).toBe(true);
});

test('the tests read each variable that the workflows set for them', () => {
  const sources = ['installers.ts', 'installed.spec.ts'].map((name) =>
    readText(join(root, 'e2e/installed', name)),
  );
  for (const name of ['PAXBOARD_INSTALLERS', 'PAXBOARD_MAY_INSTALL'])
    expect(sources.join('\n')).toContain(`'${name}'`);
});

describe('a release', () => {
  test('runs for the tag of a version, after the tests', () => {
    expect(read('release.yml').on.push).toEqual({ tags: ['v*'] });
    const { version, installers } = read('release.yml').jobs;
    expect(JSON.stringify(version)).toContain('GITHUB_REF_NAME');
    expect(installers?.needs).toEqual(['version', 'test']);
  });

  test('builds every kind of installer, and starts the packaged app', () => {
    expect(read('release.yml').jobs.installers).toMatchObject({
      strategy: {
        matrix: {
          include: [{ kinds: 'dir AppImage deb rpm' }, { kinds: 'dir nsis' }, { kinds: 'dir dmg zip' }],
        },
      },
    });
    expect(commandsOf('release.yml')).toEqual(
      expect.arrayContaining(['npm run smoke', 'xvfb-run --auto-servernum npm run smoke']),
    );
  });

  test('has checksums, and is a draft', () => {
    const commands = commandsOf('release.yml').join('\n');
    expect(commands).toMatch(/sha256sum Paxboard-\* > SHA256SUMS/);
    expect(commands).toMatch(/gh release create .*--draft .*Paxboard-\* SHA256SUMS$/m);
  });

  test('is created only by its draft job: the build of installers does not upload them', () => {
    expect(readText(join(root, 'scripts/dist.mjs'))).toMatch(/\bpublish: 'never'/);
    for (const name of names) expect(commandsOf(name).join('\n')).not.toMatch(/electron-builder|--publish/);
  });

  test('has a bill of materials, and provenance for all its files', () => {
    expect(commandsOf('release.yml').join('\n')).toMatch(
      /npm sbom --package-lock-only .*--sbom-format cyclonedx .*> Paxboard-sbom\.cdx\.json/,
    );
    const { checksums, provenance, draft } = read('release.yml').jobs;
    expect(checksums?.needs).toEqual(['installers', 'sbom']);
    expect(provenance).toMatchObject({
      needs: 'checksums',
      permissions: { 'id-token': 'write', attestations: 'write', contents: 'read' },
      steps: expect.arrayContaining([
        {
          uses: expect.stringMatching(/^actions\/attest-build-provenance@/),
          with: { 'subject-path': 'release/Paxboard-*\nrelease/SHA256SUMS\n' },
        },
      ]),
    });
    expect(draft?.needs).toBe('provenance');
  });

  test('has a bill of materials that npm creates from the lock file, with the shipped packages', () => {
    const command = commandsOf('release.yml').find((each) => each.startsWith('npm sbom '));
    const made = execSync(String(command).replace(/ > .*$/, ''), {
      cwd: root,
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    });
    const bill = v.parse(
      v.object({ bomFormat: v.literal('CycloneDX'), components: v.array(v.object({ name: v.string() })) }),
      JSON.parse(made),
    );
    const components = bill.components.map((component) => component.name);
    expect(components).toEqual(expect.arrayContaining(['electron', 'react', 'simple-peer']));
  });

  test('has two jobs with write access, which run no code of the repository', () => {
    const writing = jobsOf('release.yml').filter(([, job]) =>
      Object.values(job.permissions).includes('write'),
    );
    expect(writing.map(([key, job]) => [key, job.permissions])).toEqual([
      ['provenance', { 'id-token': 'write', attestations: 'write', contents: 'read' }],
      ['draft', { contents: 'write' }],
    ]);
    expect(JSON.stringify(writing)).not.toMatch(/checkout|npm /);
  });
});

describe('installing', () => {
  /** Each works without its script: see `.npmrc`. */
  const withScripts = ['electron-winstaller', 'esbuild', 'msgpackr-extract'];

  test('runs no scripts of packages, and only the listed packages have one', () => {
    expect(readText(join(root, '.npmrc'))).toMatch(/^ignore-scripts=true$/m);
    const { packages } = v.parse(
      v.object({
        packages: v.record(v.string(), v.looseObject({ hasInstallScript: v.optional(v.boolean()) })),
      }),
      JSON.parse(readText(join(root, 'package-lock.json'))),
    );
    const scripted = Object.entries(packages).filter(([, entry]) => entry.hasInstallScript === true);
    expect(scripted.map(([path]) => path.replace(/^.*node_modules\//, ''))).toEqual(withScripts);
  });

  test('uses the lock file', () => {
    const sources = ['scripts', 'bench', '.github/workflows'].flatMap((each) =>
      readdirSync(join(root, each)).map((file) => join(root, each, file)),
    );
    for (const file of sources.filter((each) => /\.(?:[cm]?[jt]s|yml)$/.test(each))) {
      expect(readText(file), file).not.toMatch(
        /\bnpm (?:install|i|add|update)\b|\[\s*'(?:install|i|add|update)'/,
      );
    }
  });
});
