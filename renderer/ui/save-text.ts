/** Saves `text` as a file among the downloads. */
export function saveText(fileName: string, text: string, type = 'application/json'): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  // Later: the download begins after the click.
  setTimeout(() => URL.revokeObjectURL(url), revokeAfterMilliseconds);
}

const revokeAfterMilliseconds = 60_000;
