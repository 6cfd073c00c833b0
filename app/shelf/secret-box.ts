/** Where boards' secrets are kept from whoever reads this device's disk. A browser has no such place. */

export interface SecretBox {
  /** @returns undefined if there is no safe place for the key: then the secret is kept as it is. */
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
