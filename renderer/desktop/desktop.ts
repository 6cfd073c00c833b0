/** The desktop app's additions to a session: a store for secrets, and events of the device's life. */

import type { DeviceLife } from '#app/session/device/page-life.ts';
import type { SecretBox } from '#app/shelf/records/secret-box.ts';
import type { DesktopBridge } from '#shared/desktop/bridge.ts';
import { fromBase64url, toBase64url } from '#shared/invite/base64url.ts';

export function desktopSecrets(bridge: Pick<DesktopBridge, 'sealSecret' | 'openSecret'>): SecretBox {
  return {
    seal: (secret) => bridge.sealSecret(toBase64url(secret)),
    open: async (sealed) => {
      const opened = await bridge.openSecret(sealed);
      return opened === undefined ? undefined : fromBase64url(opened);
    },
  };
}

export function desktopLife(bridge: Pick<DesktopBridge, 'onLifeStep'>): DeviceLife {
  return (listener) => bridge.onLifeStep(async (event) => listener[event]());
}
