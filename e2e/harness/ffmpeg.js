// The FFmpeg that a server has unpacked, run outside of any box: makes clips, and says what is in one.
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

async function tool(server, name, ...words) {
  const home = join(server.data, 'ffmpeg');
  const [version] = (await readdir(home)).filter((entry) => entry.startsWith('ffmpeg-') && !entry.includes('.lock'));
  const folder = join(home, version);
  const { stdout } = await run(join(folder, name), words, {
    env: { LD_LIBRARY_PATH: folder },
    maxBuffer: 64 << 20,
  });
  return stdout;
}

/** Makes a file. */
export const ffmpeg = (server, ...words) =>
  tool(server, 'ffmpeg', '-nostdin', '-hide_banner', '-v', 'error', '-y', ...words);

/**
 * What comes out of bytes when all of them are decoded: `[{type, width, height}]`, a frame each. Fails at the
 * first that is damaged.
 */
export async function framesOf(server, bytes) {
  const file = join(server.folder, `decoded-${randomUUID()}`);
  await writeFile(file, bytes);
  try {
    await ffmpeg(server, '-xerror', '-err_detect', 'explode', '-i', file, '-f', 'null', '-');
    const { frames } = JSON.parse(await tool(server, 'ffprobe', '-v', 'error', '-show_frames',
      '-show_entries', 'frame=media_type,width,height', '-of', 'json', file));
    return frames.map(({ media_type, width, height }) => ({ type: media_type, width, height }));
  } finally {
    await rm(file);
  }
}

const number = (text) => (text === undefined || text === 'N/A' ? undefined : Number(text));

/** [when the first picture or sample is, when the last one ends], decoded one by one. */
function reach(frames, duration) {
  const times = frames
    .map((frame) => ({ at: number(frame.best_effort_timestamp_time ?? frame.pts_time), for: duration(frame) }))
    .filter(({ at }) => at !== undefined);
  if (times.length === 0) return undefined;
  const last = times.reduce((one, other) => (other.at > one.at ? other : one));
  return [Math.min(...times.map(({ at }) => at)), last.at + last.for];
}

/**
 * What a file shows when all of it is decoded: how large it is to be shown, and from when to when its picture
 * and its sound last, in seconds from the beginning of the file. Of the tracks that players take.
 */
export async function truth(server, file) {
  const json = async (...words) => JSON.parse(await tool(server, 'ffprobe', '-v', 'quiet', ...words, '-of', 'json', file));
  const { streams, format } = await json('-show_streams', '-show_format');
  const usable = (type) => streams.filter((one) => one.codec_type === type && one.codec_name && !one.disposition.attached_pic);
  const pictures = usable('video').find((one) => one.width > 0);
  const sounds = usable('audio').filter((one) => Number(one.sample_rate) > 0);
  const sound = sounds.find((one) => one.disposition.default) ?? sounds[0];
  const rate = pictures && [pictures.avg_frame_rate, pictures.r_frame_rate]
    .map((text) => text.split('/').map(Number))
    .map(([above, below]) => above / below)
    .find((fps) => fps > 0 && fps <= 120);
  const { frames } = await json('-show_frames', '-show_entries',
    'frame=stream_index,pts_time,best_effort_timestamp_time,duration_time,nb_samples');
  const of = (stream) => frames.filter((frame) => frame.stream_index === stream.index);
  const seen = pictures && reach(of(pictures), (frame) => number(frame.duration_time) ?? 1 / rate);
  const heard = sound && reach(of(sound), (frame) => frame.nb_samples / Number(sound.sample_rate));
  // Texts may begin earlier than both.
  const start = Math.min(number(format.start_time) ?? Infinity, ...[seen, heard].filter(Boolean).map(([first]) => first));
  const shifted = (range) => range?.map((time) => time - start);
  return { ...shown(pictures), rate, sampleRate: number(sound?.sample_rate), picture: shifted(seen), sound: shifted(heard) };
}

/** Upright, with square pixels. */
function shown(stream) {
  if (!stream) return { width: 0, height: 0 };
  const [across, down] = (stream.sample_aspect_ratio ?? '1:1').split(':').map(Number);
  const width = Math.round(stream.width * (across > 0 && down > 0 ? across / down : 1));
  const turned = (stream.side_data_list ?? []).some(({ rotation }) => Math.abs(rotation) === 90);
  return turned ? { width: stream.height, height: width } : { width, height: stream.height };
}
