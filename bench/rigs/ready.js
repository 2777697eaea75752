// From the last byte to the first picture and to the whole ladder, by length and codec; and the ladder
// beside the same FFmpeg command run by hand.
import { basename, join } from 'node:path';
import { rm } from 'node:fs/promises';
import { bigBuckBunny, coded } from '../harness/clips.js';
import { sendAllButEnd } from '../harness/client.js';
import { brief, median } from '../harness/numbers.js';
import { Report } from '../harness/report.js';
import { ffmpeg, room } from '../harness/room.js';
import { Server } from '../harness/server.js';

const RUNS = 3;
const DEADLINE = 30 * 60_000;
const LENGTHS = [10, 60, 600];
const CODECS = ['h264-mp4', 'h264-mkv', 'mpeg4-avi', 'vp9-webm'];

/** Waits until a video has taken a step; the seconds at which it took each. */
async function settle(server, id, begun, enough = 'ready') {
  const times = {};
  for (;;) {
    const video = await server.video(id);
    for (const { step, at } of video.journey) times[step] = (Date.parse(at) - begun) / 1000;
    if (times[enough] !== undefined) return { times, renditions: video.renditions };
    if (video.phase === 'Failed') throw new Error(`${id}: ${video.reason}`);
    if (Date.now() - begun > DEADLINE) throw new Error(`${id} was never ready`);
    await new Promise((later) => setTimeout(later, 50));
  }
}

async function once(server, file, enough) {
  const { video, upload } = await server.createVideo(basename(file));
  const rest = await sendAllButEnd('put', upload, file);
  const begun = Date.now();
  await rest.finish();
  const seen = await settle(server, video.id, begun, enough);
  await server.deleteVideo(video.id);
  // The encoder of a video that was not waited for is told to end; it must not slow the next one.
  if (enough === 'viewable') await new Promise((later) => setTimeout(later, 3000));
  return seen;
}

/** What the server does in its second pass, as one would type it. */
async function byHand(file, renditions) {
  const rungs = renditions.filter((one) => one.form === 'picture');
  const pads = rungs.map((_, i) => `[s${i}]`).join('');
  const graph = [
    `[0:v:0]split=outputs=${rungs.length}${pads}`,
    ...rungs.map((one, i) =>
      `[s${i}]scale=w=${one.width}:h=${one.height}:out_range=tv,setsar=r=1,format=yuv420p[v${i}]`),
  ].join(';');
  const outputs = rungs.flatMap((one, i) => [
    '-map', `[v${i}]`, '-c:v', 'libx264', '-preset', 'veryfast', '-profile:v', 'high', '-crf', '23',
    '-maxrate', String(one.cap), '-bufsize', String(one.cap * 1.5), '-g', '310', '-sc_threshold', '0',
    '-force_key_frames', 'expr:gte(t,n_forced*2)', '-movflags', '+faststart',
    '-y', join(room, `by-hand-${i}.mp4`),
  ]);
  const sound = renditions.some((one) => one.form === 'sound')
    ? ['-map', '0:a:0', '-c:a', 'aac', '-b:a', '128k', '-ac', '2', '-y', join(room, 'by-hand.m4a')]
    : [];
  const begun = performance.now();
  await ffmpeg('-i', file, '-filter_complex', graph, ...outputs, ...sound);
  const seconds = (performance.now() - begun) / 1000;
  for (let i = 0; i < rungs.length; i++) await rm(join(room, `by-hand-${i}.mp4`));
  return seconds;
}

/** The caps of a plan are gone once it is done, so they are asked for while it is made. */
async function caps(server, file) {
  const { video, upload } = await server.createVideo(basename(file));
  const rest = await sendAllButEnd('put', upload, file);
  await rest.finish();
  for (;;) {
    const { renditions, phase } = await server.video(video.id);
    const planned = renditions.filter((one) => one.form !== 'source');
    if (planned.length > 0 && planned.every((one) => one.state !== 'done')) {
      await server.deleteVideo(video.id);
      return planned.map((one) => ({ ...one, cap: one.bitrate }));
    }
    if (phase === 'Ready' || phase === 'Failed') throw new Error(`${file} has no ladder to compare`);
    await new Promise((later) => setTimeout(later, 10));
  }
}

export default async function ready(options) {
  const report = new Report('ready', 'From the last byte to the whole ladder', options);
  const runs = options.runs ?? RUNS;
  // `--only encoded`: what no browser plays as it is, and nothing else; `--only first`: the same, and each
  // is deleted as soon as it can be watched.
  const first = options.only === 'first';
  const encoded = first || options.only === 'encoded';
  const lengths = LENGTHS.filter((seconds) => seconds <= (encoded ? 60 : Number(options.only ?? 60)));
  const files = encoded ? [] : [await bigBuckBunny()];
  for (const seconds of lengths) {
    for (const codec of encoded ? ['mpeg4-avi', 'vp9-webm'] : CODECS) {
      files.push(await coded(codec, seconds));
    }
  }
  const server = await Server.start({ environment: { SLIPWAY_TRANSCODE_LADDER: 'auto' } });
  try {
    const rows = [];
    const waits = [];
    for (const file of files) {
      const seen = [];
      for (let run = 0; run < runs; run++) seen.push(await once(server, file, first ? 'viewable' : 'ready'));
      const of = (step) => brief(median(seen.map(({ times }) => times[step])));
      rows.push([
        basename(file),
        seen[0].renditions.map((one) => one.name).join(' '),
        of('inspected'),
        of('viewable'),
        brief(Math.max(...seen.map(({ times }) => times.viewable))),
        first ? '-' : of('ready'),
      ]);
      waits.push([`Slipway, ${basename(file)}`, median(seen.map(({ times }) => times.viewable))]);
      process.stderr.write(`${rows.at(-1).join(' | ')}\n`);
    }
    report
      .text(
        'Seconds from the last byte until the video was inspected, could be watched, and had all its ' +
          `rungs; medians of ${runs}. One video at a time.`,
      )
      .bars('From the last byte to the first picture', 's, median', waits)
      .table(['file', 'renditions', 'inspected', 'viewable', 'at worst', 'ready'], rows);

    const compared = [];
    for (const seconds of encoded ? [] : lengths) {
      const file = await coded('h264-mp4', seconds);
      const rungs = await caps(server, file);
      const house = [];
      const hand = [];
      for (let run = 0; run < runs; run++) {
        const { times } = await once(server, file);
        house.push(times.ready - times.viewable);
        hand.push(await byHand(file, rungs));
      }
      compared.push([
        basename(file),
        rungs.map((one) => one.name).join(' '),
        brief(median(house)),
        brief(median(hand)),
        (median(house) / median(hand)).toFixed(3),
      ]);
    }
    if (compared.length > 0) {
      report
        .text(
          'The ladder below a source that is watched as it is, from viewable to ready, beside one FFmpeg ' +
            'command that makes the same files, run by hand with the same FFmpeg outside any box. In turn.',
        )
        .table(['file', 'rungs', 'server, s', 'by hand, s', 'ratio'], compared);
    }
    await report.write();
  } finally {
    await server.stop();
  }
}
