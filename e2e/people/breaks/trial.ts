export async function tryBreaks(_only: string, _say: (text: string) => void): Promise<number> {
  return 0;
}
