// From the last byte to the first picture and to the whole ladder, by length and codec.
import { basename } from 'node:path';
import { bigBuckBunny, coded, CODECS, lengthsUpTo, pickedCodecs } from '../harness/clips.js';
import { Viewer, watch } from '../harness/client.js';
import { forget, travel } from '../harness/journey.js';
import { brief, median, p95 } from '../harness/numbers.js';
import { Report } from '../harness/report.js';
import { Server } from '../harness/server.js';

const WARM_UP = 3; // a server that has been up for a while has seen more than that
const REWRITTEN = ['h264-mkv', 'h264-mov', 'h264-ts'];
const ENCODED = ['mpeg4-avi', 'vp9-webm'];

/** Seconds within which a minute of what is only rewritten can be watched, in the median. */
const PROMISE = 1;

/** What `--only` names: which files, up to how many minutes, how far each goes, how often. */
const PARTS = {
  all: { codecs: CODECS, minutes: 1, step: 'ready', runs: 3 },
  lengths: { codecs: CODECS, minutes: 10, step: 'ready', runs: 3 },
  first: { codecs: CODECS, minutes: 1, step: 'viewable', runs: 5 },
  encoded: { codecs: ENCODED, minutes: 1, step: 'ready', runs: 3 },
  remux: { codecs: REWRITTEN, lengths: [60], step: 'viewable', runs: 15 },
};

const marks = (lengths) => lengths.map((seconds) => [seconds, seconds < 60 ? `${seconds} s` : `${seconds / 60} min`]);

/** One line for each codec: the medians of a step over the length. */
const series = (files, step) =>
  [...new Set(files.map(({ codec }) => codec))].map((codec) => [
    codec,
    files
      .filter((one) => one.codec === codec)
      .map(({ seconds, seen }) => [seconds, median(seen.map((times) => times[step]))]),
  ]);

/** Over the length, or as bars where there is but one. */
function draw(report, title, lengths, files, step, name) {
  if (lengths.length > 1) {
    report.lines(`${title}, over the length of the file`, 's, median', marks(lengths), series(files, step), name);
  } else {
    const bar = ({ file, seen }) => [`Slipway, ${basename(file)}`, median(seen.map((times) => times[step]))];
    report.bars(title, 's, median', files.map(bar), name);
  }
}

function verdict({ codec, seconds, seen }) {
  if (!REWRITTEN.includes(codec) || seconds !== 60) return '-';
  const holds = median(seen.map(({ viewable }) => viewable)) <= PROMISE;
  return `${PROMISE} s: ${holds ? 'holds' : 'does not hold'}`;
}

export default async function ready(options) {
  const { only = 'all' } = options;
  if (!(only in PARTS)) throw new Error(`--only ${only}: it is one of ${Object.keys(PARTS).join(', ')}`);
  const part = PARTS[only];
  const { step } = part;
  const runs = options.runs ?? part.runs;
  const lengths = part.lengths ?? lengthsUpTo(options.minutes ?? part.minutes);
  const name = only === 'all' ? 'ready' : `ready-${only}`;
  const report = new Report(
    name,
    step === 'ready' ? 'From the last byte to the whole ladder' : 'From the last byte to the first picture',
    options,
  );
  const files = [];
  for (const seconds of lengths) {
    for (const codec of pickedCodecs(options.codec, part.codecs)) {
      files.push({ codec, seconds, file: await coded(codec, seconds), seen: [] });
    }
  }
  const server = await Server.start({ environment: { SLIPWAY_TRANSCODE_LADDER: 'auto' } });
  const viewer = new Viewer(server.origin);
  try {
    for (let run = 0; run < WARM_UP; run++) {
      const { video } = await travel(server, await bigBuckBunny(), 'viewable');
      await watch(viewer, video);
      await forget(server, video);
    }
    for (let run = 0; run < runs; run++) {
      for (const one of files) {
        const { video, times } = await travel(server, one.file, step);
        await watch(viewer, video); // outside the times: what is called viewable must be
        one.renditions ??= video.renditions;
        one.seen.push(times);
        process.stderr.write(`${basename(one.file)}: viewable ${times.viewable} s, ready ${times.ready ?? '-'} s\n`);
        await forget(server, video);
      }
    }
    report.text(
      `Seconds from the last byte until the video was inspected, could be watched${step === 'ready' ? ' and had all its rungs' : ''}: ` +
        `medians of ${runs} runs, in turn, one video at a time, after ${WARM_UP} others that are not counted. Then ` +
        'playlists, init segment and two segments were fetched, outside the times, and the video was deleted.',
    );
    draw(report, 'From the last byte to the first picture', lengths, files, 'viewable');
    if (step === 'ready') draw(report, 'From the last byte to the whole ladder', lengths, files, 'ready', 'whole');
    report.table(
      ['file', 'renditions', 'inspected', 'viewable', 'p95', 'promise',
        ...(step === 'ready' ? ['ready', 'at worst'] : [])],
      files.map((one) => {
        const column = (key) => one.seen.map((times) => times[key]);
        return [
          basename(one.file),
          one.renditions.map((rendition) => rendition.name).join(' '),
          brief(median(column('inspected'))),
          brief(median(column('viewable'))),
          brief(p95(column('viewable'))),
          verdict(one),
          ...(step === 'ready' ? [brief(median(column('ready'))), brief(Math.max(...column('ready')))] : []),
        ];
      }),
    );
    await report.write();
  } finally {
    viewer.close();
    await server.stop();
  }
}
