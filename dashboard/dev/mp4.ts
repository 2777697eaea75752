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

/**
 * Rewrites absolute data offsets (`tfhd` flag 0x000001, which Media Source Extensions forbid) into ones relative to the
 * fragment (0x020000). The eight bytes that become free are covered by a `free` box, so nothing moves.
 *
 * Only right for files whose absolute offset is that of their own `moof`, as most writers make them.
 */
export function relative(file: Buffer): Buffer {
  const copy = Buffer.from(file);
  for (let at = copy.indexOf('tfhd'); at >= 0; at = copy.indexOf('tfhd', at + 4)) {
    const size = copy.readUInt32BE(at - 4);
    const flags = copy.readUInt32BE(at + 4);
    if ((flags & 1) === 0) continue;
    const end = at - 4 + size;
    copy.writeUInt32BE((flags & ~1) | 0x020000, at + 4);
    copy.copyWithin(at + 12, at + 20, end);
    copy.writeUInt32BE(size - 8, at - 4);
    copy.writeUInt32BE(8, end - 8);
    copy.write('free', end - 4, 'latin1');
  }
  return copy;
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
