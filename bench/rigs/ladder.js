// The whole ladder from the last byte on, beside one FFmpeg command that makes the same files.
import { rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { coded, lengthsUpTo, pickedCodecs } from '../harness/clips.js';
import { forget, travel } from '../harness/journey.js';
import { brief, median, MIB } from '../harness/numbers.js';
import { Report } from '../harness/report.js';
import { ffmpeg, ffprobe, room } from '../harness/room.js';
import { Server } from '../harness/server.js';

const RUNS = 3;
const MINUTES = 1;

/** The first can be watched as it is and has rungs below it; of the others all is encoded. */
const SOURCES = ['h264-mp4', 'mpeg4-avi', 'vp9-webm'];

/** As many times the wall time of the command a whole ladder may take. */
const PROMISE = 1.05;

/** What the server puts behind the longest wished gap, so that no key frame comes by itself. */
const SPARE = 250;

const perSecond = (rate) => {
  const [pictures, seconds] = rate.split('/').map(Number);
  return pictures / seconds;
};

/** What a file is made of: `{codec, seconds, bytes}`, and of a picture `{width, height, rate, pictures, keys}`. */
async function described(file) {
  const { streams, packets, format } = await ffprobe(
    '-show_entries', 'stream=codec_type,codec_name,profile,width,height,r_frame_rate:packet=pts_time,flags:format=duration', file,
  );
  const [{ codec_type: kind, codec_name: codec, profile, width, height, r_frame_rate: rate }] = streams;
  const keys = packets.filter(({ flags }) => flags.startsWith('K')).map(({ pts_time: time }) => Number(time));
  const common = { codec: `${codec} ${profile}`, seconds: Number(format.duration), bytes: (await stat(file)).size };
  return kind === 'video' ? { ...common, width, height, rate, pictures: packets.length, keys } : common;
}

/** Lets the server make the ladder once; what it made, and the bits that it allowed each rung. */
async function learn(server, file) {
  const caps = {};
  const { video } = await travel(server, file, 'ready', ({ renditions }) => {
    for (const { name, state, bitrate } of renditions) if (state !== 'done') caps[name] = bitrate;
  });
  const made = [];
  for (const { name, form } of video.renditions.filter((one) => one.form !== 'source')) {
    if (caps[name] === undefined) throw new Error(`${name} was done before its plan was seen`);
    const found = await described(join(server.folder, 'blobs', video.id, `${name}.mp4`));
    made.push({ name, form, cap: caps[name], ...found });
  }
  await forget(server, video);
  if (made.length === 0) throw new Error(`${basename(file)} has no ladder to compare`);
  return { made, watchedAsItIs: video.renditions.some((one) => one.form === 'source') };
}

/** Of the picture of a source: how many there are, and whether they begin visibly later than the file. */
async function pictureOf(file) {
  const { streams, format } = await ffprobe(
    '-select_streams', 'v:0', '-count_packets', '-show_entries', 'stream=start_time,nb_read_packets:format=start_time', file,
  );
  const late = Number(streams[0].start_time) - Number(format.start_time) > 0.001;
  return { late, pictures: Number(streams[0].nb_read_packets) };
}

/**
 * One command that decodes once and makes all files, with the filters and options of the server's own.
 *
 * @returns {Promise<{arguments: string[], files: string[]}>} the files in the order of the ladder
 */
async function command(file, { made, watchedAsItIs }) {
  const rungs = made.filter(({ form }) => form === 'picture');
  const source = await pictureOf(file);
  // The server fills gaps where a rung must lie on a grid: beside a source that is cut, and in chunks.
  const filled = ({ pictures }) => watchedAsItIs || source.late || pictures !== source.pictures;
  const graph = [`[0:v:0]split=outputs=${rungs.length}${rungs.map((_, i) => `[s${i}]`).join('')}`];
  const outputs = [];
  const files = [];
  const output = (name, pad, ...options) => {
    files.push(join(room, `by-hand-${process.pid}-${name}.mp4`));
    outputs.push('-map', pad, '-map_metadata', '-1', '-map_chapters', '-1', '-threads', '0', ...options,
      '-movflags', '+faststart', '-f', 'mp4', '-y', files.at(-1));
  };
  for (const one of made) {
    const { name, form, cap, width, height, rate, keys } = one;
    if (form === 'sound') {
      graph.push('[0:a:0]aresample=osr=48000:async=1:min_hard_comp=0.03:first_pts=0,aformat=channel_layouts=stereo[a0]');
      output(name, '[a0]', '-c:a', 'aac', '-b:a', String(cap), '-ac', '2', '-ar', '48000');
      continue;
    }
    const fps = perSecond(rate);
    const i = rungs.indexOf(one);
    const steady = filled(one) ? `fps=fps=${rate}:start_time=0,` : '';
    graph.push(`[s${i}]${steady}scale=w=${width}:h=${height}:out_range=tv,setsar=r=1,format=pix_fmts=yuv420p[v${i}]`);
    // Half a picture before each, as the server says it too where it follows the cuts of the source.
    const forced = keys.map((time) => Math.max(0, time - 0.5 / fps).toFixed(6)).join(',');
    output(name, `[v${i}]`, '-c:v', 'libx264', '-preset', 'veryfast', '-profile:v', 'high', '-pix_fmt', 'yuv420p',
      '-crf', '23', '-maxrate', String(cap), '-bufsize', String((cap * 3) / 2), '-g', String(Math.ceil(2 * fps) + SPARE),
      '-sc_threshold', '0', '-force_key_frames', forced, '-x264-params', 'open-gop=0');
  }
  return { arguments: ['-i', file, '-filter_complex', graph.join(';'), ...outputs], files };
}

async function byHand({ arguments: args }) {
  const begun = performance.now();
  await ffmpeg(...args);
  return (performance.now() - begun) / 1000;
}

async function byServer(server, file) {
  const { video, times } = await travel(server, file, 'ready');
  await forget(server, video);
  return times.ready;
}

/** Both must have made the same, else their times say nothing; throws where they differ. */
function compare(ours, theirs) {
  const differing =
    ours.form === 'sound'
      ? ours.codec !== theirs.codec || Math.abs(ours.seconds - theirs.seconds) > 0.1
      : shape(ours) !== shape(theirs) || places(ours) !== places(theirs);
  if (differing) {
    throw new Error(`${ours.name} is not the same file: ${JSON.stringify(ours)} and ${JSON.stringify(theirs)}`);
  }
}

const shape = ({ codec, width, height, pictures }) => `${codec} ${width}x${height}, ${pictures} pictures`;

/** The numbers of the pictures that are key frames. */
const places = ({ keys, rate }) => keys.map((time) => Math.round(time * perSecond(rate))).join(' ');

const content = (one) =>
  one.form === 'sound'
    ? [one.codec, '-', '-', `${one.cap / 1000} kb/s`]
    : [`${one.codec}, ${one.width}x${one.height}`, one.pictures, one.keys.length, `at most ${one.cap / 1000} kb/s`];

/** In turn, and which of the two begins changes, so that noise of the machine falls on both alike. */
async function rounds(server, file, runs) {
  const learned = await learn(server, file);
  const hand = await command(file, learned);
  const result = { file, ...learned, house: [], hand: [] };
  const takes = [
    async () => result.house.push(await byServer(server, file)),
    async () => {
      result.hand.push(await byHand(hand));
      for (const [i, path] of hand.files.entries()) {
        result.made[i].theirs ??= await described(path);
        await rm(path);
        compare(result.made[i], result.made[i].theirs);
      }
    },
  ];
  for (let run = 0; run < runs; run++) {
    for (const take of run % 2 ? takes.toReversed() : takes) await take();
    const [ours, theirs] = [result.house.at(-1), result.hand.at(-1)];
    process.stderr.write(`${basename(file)}: server ${brief(ours)} s, by hand ${brief(theirs)} s\n`);
  }
  return result;
}

export default async function ladder(options) {
  const runs = options.runs ?? RUNS;
  const report = new Report('ladder', 'The whole ladder beside one FFmpeg command', options);
  const files = [];
  for (const seconds of lengthsUpTo(options.minutes ?? MINUTES)) {
    for (const codec of pickedCodecs(options.codec, SOURCES)) files.push(await coded(codec, seconds));
  }
  const server = await Server.start({ environment: { SLIPWAY_TRANSCODE_LADDER: 'auto' } });
  try {
    const results = [];
    for (const file of files) results.push(await rounds(server, file, runs));
    const bars = [];
    const rows = results.map(({ file, made, house, hand }) => {
      const [ours, theirs] = [median(house), median(hand)];
      bars.push([`Slipway, ${basename(file)}`, ours], ['one command, the same', theirs]);
      const ratio = ours / theirs;
      return [
        basename(file),
        made.map(({ name }) => name).join(' '),
        brief(ours),
        brief(theirs),
        ratio.toFixed(3),
        `${PROMISE}: ${ratio <= PROMISE ? 'holds' : 'does not hold'}`,
      ];
    });
    report
      .text(
        'Seconds from just before the last 64 KiB of a PUT until the server has called the video ready, with ' +
          'all that it does on the way: inspection, a first picture made sooner, thumbnails, verification. Beside it one ' +
          'command of the same FFmpeg, by hand, outside any box, that reads the same file, decodes it once and makes ' +
          `the same files. Medians of ${runs} runs, in turn and in changing order, after one of the server that is not counted.`,
      )
      .bars('The whole ladder', 's, median', bars)
      .table(['file', 'made', 'server, s', 'by hand, s', 'ratio', 'promise'], rows)
      .text(
        'What was compared: the files of both after the first run. They are of one codec, size, number of pictures and ' +
          'length, and have their key frames at the same pictures, or this rig would have stopped; preset `veryfast`, profile ' +
          '`high`, constant rate factor 23 and the limits below were given to both. Bytes differ where the ' +
          'server begins an encoder anew within a file.',
      )
      .table(
        ['source', 'file', 'what', 'pictures', 'key frames', 'rate', 'server, MiB', 'by hand, MiB'],
        results.flatMap(({ file, made }) =>
          made.map((one) => [
            basename(file), one.name, ...content(one), brief(one.bytes / MIB), brief(one.theirs.bytes / MIB),
          ]),
        ),
      );
    await report.write();
  } finally {
    await server.stop();
  }
}
