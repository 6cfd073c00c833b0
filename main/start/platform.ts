import type { DesktopPlatform } from '#shared/desktop/bridge.ts';

export function desktopPlatform(platform: NodeJS.Platform): DesktopPlatform {
  switch (platform) {
    case 'linux':
      return 'linux';
    case 'darwin':
      return 'mac';
    case 'win32':
      return 'windows';
    default:
      return 'other';
  }
}
