import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Step } from '../src/api/shapes.ts';
import type { FakeServer } from './fake.ts';
import { relative } from './mp4.ts';

/** A fragmented clip of the shared test media, made fit for browsers; undefined where no folder above has it. */
export function clip(): Buffer | undefined {
  const name = 'sample_with_increasing_timestamps_320w_240h_fragmented.mp4';
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    const file = join(folder, 'shared/media', name);
    if (existsSync(file)) return relative(readFileSync(file));
    if (folder === dirname(folder)) return undefined;
  }
}

/** Fills a fake server with one video of every kind, to look at. */
export function seed(server: FakeServer): void {
  const walk = (minutesAgo: number, seconds: readonly number[]) => {
    const steps: readonly Step[] = ['ticket', 'bytes', 'inspected', 'viewable', 'ready'];
    return seconds.map((second, index) => ({
      step: steps[index]!,
      at: new Date(Date.now() - minutesAgo * 60_000 + second * 1000).toISOString(),
    }));
  };
  server.add({
    name: 'board-meeting-2026-11.mp4',
    minutesAgo: 60 * 24 * 40,
    phase: 'Ready',
    size: 1_083_000_000,
    duration: 3721,
    width: 1920,
    height: 1080,
    madeBy: 'gcore',
    journey: walk(60 * 24 * 40, [0, 214.2, 214.29, 214.36, 1893]),
  });
  server.add({
    name: 'notes.mp4',
    minutesAgo: 60 * 26,
    phase: 'Failed',
    reason: 'This is neither video nor sound: the file is plain text.',
    size: 217,
    received: 217,
    journey: [
      ...walk(60 * 26, [0, 1.2]),
      { step: 'failed', at: new Date(Date.now() - 60 * 26 * 60_000 + 1290).toISOString() },
    ],
  });
  server.add({ name: 'interview-raw.mov', minutesAgo: 190, madeBy: 'cloudflare' });
  server.add(
    {
      name: 'Walk through the park.mp4',
      minutesAgo: 42,
      phase: 'Ready',
      size: 1_245_735,
      received: 1_245_735,
      duration: 15.57,
      width: 320,
      height: 240,
      madeBy: 'livepeer',
      hash: '3f0a5c1be1d4d6b7a8c9902f4c8d7e6f1a2b3c4d5e6f708192a3b4c5d6e7f801',
      journey: walk(42, [0, 2.317, 2.361, 2.402, 8.9]),
    },
    clip(),
  );
  server.add({
    name: 'A very long name that somebody gave to a recording of the spring concert of the municipal youth orchestra, second evening, camera on the left balcony, uncut.mkv',
    minutesAgo: 12,
    phase: 'Processing',
    progress: 0.42,
    size: 734_003_200,
    received: 734_003_200,
    duration: 5412,
    width: 3840,
    height: 2160,
    madeBy: 'livepeer',
    journey: walk(12, [0, 96.4, 97.1]),
  });
  server.add({
    name: 'webinar.webm',
    minutesAgo: 3,
    phase: 'Viewable',
    progress: 0.71,
    size: 88_412_000,
    received: 88_412_000,
    duration: 1804,
    width: 1280,
    height: 720,
    madeBy: 'cloudflare',
    journey: walk(3, [0, 12.1, 12.2, 12.28]),
  });
  server.add({
    name: 'drone-over-the-harbour.mp4',
    minutesAgo: 0,
    phase: 'Receiving',
    size: 412_300_000,
    received: 70_091_000,
    progress: 0.17,
    madeBy: 'gcore',
  });
}
