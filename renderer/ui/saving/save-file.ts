/** Saves `text` as a file among the downloads. */
export function saveText(fileName: string, text: string, type = 'application/json'): void {
  saveBlob(fileName, new Blob([text], { type }));
}

/** Saves a file of unknown content. Without a type of its own no browser shows or runs it. */
export function saveBytes(fileName: string, bytes: Uint8Array<ArrayBuffer>): void {
  saveBlob(fileName, new Blob([bytes], { type: 'application/octet-stream' }));
}

export function saveBlob(fileName: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  // Later: the download begins after the click.
  setTimeout(() => URL.revokeObjectURL(url), revokeAfterMilliseconds);
}

const revokeAfterMilliseconds = 60_000;
