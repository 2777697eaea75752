// From the last uploaded byte to a picture: how long, and where the time goes.
import { rm, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { bigBuckBunny, mp4 } from '../harness/clips.js';
import { addresses, sendAllButEnd, Viewer } from '../harness/client.js';
import { brief, median, MIB, p95 } from '../harness/numbers.js';
import { Report } from '../harness/report.js';
import { ffmpeg, room } from '../harness/room.js';
import { Server } from '../harness/server.js';

const RUNS = 15;
const WARM_UP = 5; // a server that has been up for a while has seen more than that
const HOLD = 700; // time for the disk to take what was sent
const DEADLINE = 120_000;
const TOO_SLOW = 3_000; // a clip above this is not run so often
const RUNS_IF_SLOW = 5;

/** The server's clock on ours; its times are whole milliseconds. */
const ours = (iso) => Date.parse(iso) - performance.timeOrigin;

async function segmentsOf(viewer, playlist, times = {}) {
  const media = addresses(await viewer.fetch(playlist), playlist);
  times['media playlist'] = performance.now();
  const init = await viewer.fetch(media.tags[0]);
  const first = await viewer.fetch(media.lines[0]);
  times['first segment'] = performance.now();
  return Buffer.concat([init, first]);
}

/** One upload, one viewing; times in milliseconds since the last byte. */
async function once({ server, viewer, way }, file, hold) {
  const { video, upload } = await server.createVideo(basename(file));
  const master = `/hls/${video.ids.livepeer.playbackId}/index.m3u8`;
  const rest = await sendAllButEnd(way, upload, file);
  await pause(hold);

  const times = {};
  const lastByte = performance.now();
  const [answered, { picture, sound }] = await Promise.all([
    rest.finish(),
    (async () => {
      const variants = addresses(await viewer.await(master, DEADLINE), master);
      times.master = performance.now();
      const bytes = await segmentsOf(viewer, variants.lines[0], times);
      return { picture: bytes, sound: variants.tags[0] };
    })(),
  ]);
  times['upload answered'] = answered;
  const { journey } = await server.video(video.id);
  for (const { step, at } of journey) times[`phase ${step}`] = ours(at);
  for (const key of Object.keys(times)) times[key] -= lastByte;
  return { id: video.id, times, picture, sound };
}

/** Throws unless FFmpeg decodes all of it without a complaint. */
async function decode(bytes) {
  const file = join(room, `decode-${process.pid}.mp4`);
  await writeFile(file, bytes);
  try {
    await ffmpeg('-xerror', '-i', file, '-f', 'null', '-');
  } finally {
    await rm(file);
  }
}

/** Uploads each file in turn, again and again, so that noise of the machine falls on all alike. */
async function rounds(stage, files, runs, hold) {
  const times = new Map(files.map((file) => [file, []]));
  for (let run = 0; run < runs; run++) {
    for (const file of files) {
      const seen = times.get(file);
      if (run >= RUNS_IF_SLOW && seen[0].master > TOO_SLOW) continue;
      const result = await once(stage, file, hold);
      if (run === 0) {
        await decode(result.picture);
        if (result.sound) await decode(await segmentsOf(stage.viewer, result.sound));
      }
      seen.push(result.times);
      await stage.server.deleteVideo(result.id);
      process.stderr.write(
        `${basename(file)}: ${brief(result.times.master)} ms, ${brief(result.times['first segment'])} ms\n`,
      );
    }
  }
  return times;
}

const column = (times, key) => times.map((time) => time[key]).filter((value) => value !== undefined);

async function summary(times) {
  const rows = [];
  for (const [file, seen] of times) {
    const { size } = await stat(file);
    const master = column(seen, 'master');
    const segment = column(seen, 'first segment');
    rows.push([
      basename(file),
      brief(size / MIB),
      seen.length,
      brief(median(master)),
      brief(p95(master)),
      brief(median(segment)),
      brief(p95(segment)),
    ]);
  }
  return rows;
}

const HEAD = ['file', 'MiB', 'runs', 'master, median', 'master, p95', 'segment, median', 'segment, p95'];

export default async function viewable(options) {
  const report = new Report('viewable', 'From the last byte to a picture', options);
  const bunny = await bigBuckBunny();
  const hour = await mp4(3600);
  const files = [bunny, await mp4(10), await mp4(60), hour, await mp4(10_800)];
  const server = await Server.start();
  const viewer = new Viewer(server.origin);
  const way = options.way ?? 'put';
  const stage = { server, viewer, way };
  try {
    for (let run = 0; run < WARM_UP; run++) {
      const { id } = await once(stage, files[1], 0);
      await server.deleteVideo(id);
    }
    const held = await rounds(stage, files, options.runs ?? RUNS, HOLD);
    const rushed = await rounds(stage, [files[2], hour], RUNS_IF_SLOW, 0);

    report
      .text(
        'Milliseconds from just before the last 64 KiB of a ' +
          `${way === 'put' ? 'PUT' : 'tus PATCH'} are handed to the kernel until the ` +
          'first 200 on the master playlist, and until the first media segment (after the media ' +
          'playlist and the init segment) is there. The master is asked for every 5 ms on a connection ' +
          `kept alive. The client waits ${HOLD} ms before the last piece, as if its network were slower ` +
          `than the disk. ${WARM_UP} uploads before, not counted. The first segment of each file, ` +
          'picture and sound, was decoded by FFmpeg without a complaint, outside the times.',
      )
      .bars(
        'From the last byte to the master playlist',
        'ms, median',
        [...held].map(([file, seen]) => [
          `Slipway, ${basename(file)}`,
          median(column(seen, 'master')),
        ]),
      )
      .table(HEAD, await summary(held))
      .text('Where it goes: medians of the same runs, in milliseconds since the last byte.');
    const steps = [
      ...new Set([...held.values()].flatMap((seen) => seen.flatMap((times) => Object.keys(times)))),
    ];
    const after = (key) => median([...held.values()].flatMap((seen) => column(seen, key)));
    steps.sort((a, b) => after(a) - after(b));
    report
      .table(
        ['', ...files.map((file) => basename(file))],
        steps.map((key) => [key, ...files.map((file) => brief(median(column(held.get(file), key))))]),
      )
      .text(
        'The same without the wait: the client sends as fast as the loopback takes it, so that what ' +
          'the disk has not taken yet is part of the time.',
      )
      .table(HEAD, await summary(rushed));
    await report.write();
  } finally {
    viewer.close();
    await server.stop();
  }
}
