/** `app://paxboard/x` is shown by a browser as `http://paxboard.app.localhost/x`: an origin that counts as secure. */

export function toBrowserUrl(url: string): string {
  const match = /^([a-z]+):\/\/([^/?#]+)(.*)$/i.exec(url);
  if (match === null || /^https?$/i.test(match[1] ?? '')) return url;
  return `http://${match[2]}.${match[1]}.localhost${match[3] || '/'}`;
}

export function toAppUrl(url: string): string {
  const match = /^http:\/\/([^/?#.]+)\.([a-z]+)\.localhost(.*)$/i.exec(url);
  return match === null ? url : `${match[2]}://${match[1]}${match[3]}`;
}
