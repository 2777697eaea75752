import type Hls from 'hls.js';
import type { LevelDetails } from 'hls.js';

/**
 * Of picture and sound of a tenth of a second hls.js 1.6 and later does not say by itself that this is all, because it
 * waits for the sound to play, and browsers wait for the end before they play so little. Where each list has one segment,
 * both being there is the end. The player of the public pages does the same.
 */
export function tellEndOfShort(hls: Hls, events: typeof Hls.Events): void {
  const single = new Map<string, boolean>();
  const note =
    (kind: string) =>
    (_: string, { details }: { details: LevelDetails }): void => {
      single.set(kind, !details.live && details.fragments.length === 1);
    };
  hls.on(events.LEVEL_LOADED, note('main'));
  hls.on(events.AUDIO_TRACK_LOADED, note('audio'));
  const there = new Set<string>();
  hls.on(events.FRAG_BUFFERED, (_, { frag }) => {
    if (frag.sn !== 'initSegment') there.add(frag.type);
    const kinds = hls.audioTracks.some(({ url }) => url) ? ['main', 'audio'] : ['main'];
    const all = kinds.every((kind) => single.get(kind) && there.has(kind));
    if (all) hls.trigger(events.BUFFER_EOS, { type: null });
  });
}
