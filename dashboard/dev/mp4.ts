/** Just enough of ISO/IEC 14496-12 to play a fragmented MP4 as HLS by byte ranges. */
export interface Fragmented {
  /** Bytes of `ftyp` and `moov`. */
  readonly init: number;
  readonly fragments: readonly { readonly at: number; readonly size: number }[];
}

/** @returns undefined for everything that is not a fragmented MP4 */
export function fragmented(file: Buffer): Fragmented | undefined {
  let init = 0;
  let start: number | undefined;
  const fragments: { at: number; size: number }[] = [];
  for (let at = 0; at + 8 <= file.length; ) {
    const size = file.readUInt32BE(at);
    const type = file.toString('latin1', at + 4, at + 8);
    if (size < 8) return undefined;
    if (type === 'moov') init = at + size;
    if (type === 'moof') start ??= at;
    if (type === 'mdat' && start !== undefined) {
      fragments.push({ at: start, size: at + size - start });
      start = undefined;
    }
    at += size;
  }
  return init > 0 && fragments.length > 0 ? { init, fragments } : undefined;
}

/** Does it begin like MP4, Matroska, RIFF or Ogg? */
export function looksLikeMedia(file: Buffer): boolean {
  const head = file.toString('latin1', 0, 12);
  return (
    head.slice(4, 8) === 'ftyp' ||
    head.startsWith('\x1aE\xdf\xa3') ||
    head.startsWith('RIFF') ||
    head.startsWith('OggS')
  );
}
