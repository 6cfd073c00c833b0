/** The names of installers, which `artifactName` in electron-builder.yml determines. */

export type Kind = 'deb' | 'nsis' | 'dmg' | 'zip';

/** System and extension of each kind. */
const endings: Readonly<Record<Kind, readonly [system: string, extension: string]>> = {
  deb: ['linux', 'deb'],
  nsis: ['win', 'exe'],
  dmg: ['mac', 'dmg'],
  zip: ['mac', 'zip'],
};

/** Debian's names of processors that differ from Node's. */
const debianNames: Readonly<Record<string, string>> = { x64: 'amd64' };

/** @param arch as Node names it. */
export function installerAmong(names: readonly string[], kind: Kind, arch: string): string | undefined {
  const [system, extension] = endings[kind];
  const processor = kind === 'deb' ? (debianNames[arch] ?? arch) : arch;
  return names.find(
    (name) => name.startsWith('Paxboard-') && name.endsWith(`-${system}-${processor}.${extension}`),
  );
}
