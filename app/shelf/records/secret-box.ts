/** Encrypts boards' secrets against readers of this device's disk. A browser has no key store for that. */

export interface SecretBox {
  /** @returns undefined without a secure store for the key: then the secret is stored in the clear. */
  seal(secret: Uint8Array): Promise<string | undefined>;
  /** @returns undefined if this device cannot open it (any more). */
  open(sealed: string): Promise<Uint8Array | undefined>;
}

/** Characters of a sealed secret, at most. */
export const maxSealedSecretLength = 2048;

/** A browser's: nothing is sealed. */
export const openSecrets: SecretBox = {
  seal: async () => undefined,
  open: async () => undefined,
};
