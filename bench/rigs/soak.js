// A mix of all that clients do, again and again; what is left of it afterwards (REL-43)?
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { bigBuckBunny, once } from '../harness/clips.js';
import { sendAllButEnd, Viewer, watch } from '../harness/client.js';
import { brief, MIB } from '../harness/numbers.js';
import { family, residentMiB, worksWithTools } from '../harness/process.js';
import { Report } from '../harness/report.js';
import { ffmpeg, room } from '../harness/room.js';
import { Server } from '../harness/server.js';

const MINUTES = 20;
const WARM_UP = 0.25; // of the time, before the first count
const CLIENTS = 3;
const DEADLINE = 120_000;
const ALLOWED = 0.05; // more than at the first count

/** Numbers that look like chance and are the same in every run. */
function chance(seed) {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state % below;
  };
}

/** A few seconds that have to be encoded. */
const toEncode = () =>
  once('soak-5s.avi', async (to) =>
    ffmpeg('-i', await bigBuckBunny(), '-t', '5', '-vf', 'scale=320:-2', '-c:v', 'mpeg4', '-q:v', '4',
      '-c:a', 'libmp3lame', '-y', to));

async function ended(server, id) {
  const begun = performance.now();
  for (;;) {
    const { phase } = await server.video(id);
    if (phase === 'Ready' || phase === 'Failed') return phase;
    if (performance.now() - begun > DEADLINE) throw new Error(`${id} is still ${phase}`);
    await pause(50);
  }
}

/** The things that clients do; each leaves nothing behind that it does not delete. */
const WAYS = {
  async watched(server, viewer, files, random) {
    const { video, upload } = await server.createVideo('watched');
    const rest = await sendAllButEnd(random(2) ? 'put' : 'tus', upload, files.good);
    await rest.finish();
    if ((await ended(server, video.id)) !== 'Ready') throw new Error('a good file failed');
    await watch(viewer, video);
    await server.deleteVideo(video.id);
  },
  async encoded(server, viewer, files) {
    const { video, upload } = await server.createVideo('encoded');
    const rest = await sendAllButEnd('put', upload, files.avi);
    await rest.finish();
    if ((await ended(server, video.id)) !== 'Ready') throw new Error('a good file failed');
    await watch(viewer, video);
    await server.deleteVideo(video.id);
  },
  async deletedOnTheWay(server, viewer, files, random) {
    const { video, upload } = await server.createVideo('deleted');
    const rest = await sendAllButEnd('put', upload, files.avi);
    await rest.finish();
    await pause(random(1500));
    await server.deleteVideo(video.id);
  },
  async damaged(server, viewer, files, random) {
    const bytes = Buffer.from(random(2) ? files.goodBytes : files.aviBytes);
    for (let i = 0; i < 50; i++) bytes[random(random(2) ? 4096 : bytes.length)] = random(256);
    const { video, upload } = await server.createVideo('damaged');
    await fetch(upload.putUrl, { method: 'PUT', body: bytes });
    await ended(server, video.id);
    await server.deleteVideo(video.id);
  },
  async brokenOff(server, viewer, files, random) {
    const { video, upload } = await server.createVideo('broken off');
    const half = new AbortController();
    const sent = fetch(upload.putUrl, {
      method: 'PUT',
      signal: half.signal,
      duplex: 'half',
      body: new ReadableStream({
        async pull(controller) {
          controller.enqueue(files.goodBytes.subarray(0, 64 << 10));
          await pause(5);
        },
      }),
    }).catch(() => {});
    await pause(random(300));
    half.abort();
    await sent;
    await server.deleteVideo(video.id);
  },
};

async function walk(folder) {
  let files = 0;
  let bytes = 0;
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || entry.name.startsWith('slipway.db')) continue;
    files++;
    const found = await stat(join(entry.parentPath, entry.name)).catch(() => ({ size: 0 }));
    bytes += found.size;
  }
  return { files, bytes };
}

/** What the JVM's objects take once the garbage is away, in MiB. */
function heapMiB(pid) {
  const tool = process.env.JAVA_HOME ? join(process.env.JAVA_HOME, 'bin', 'jcmd') : 'jcmd';
  const histogram = execFileSync(tool, [String(pid), 'GC.class_histogram'], {
    encoding: 'utf8',
    maxBuffer: 64 * MIB,
  });
  return Number(histogram.match(/^Total\s+\d+\s+(\d+)/m)[1]) / MIB;
}

/** What must not grow; then what may, and is worth knowing. */
async function count(server, temporary) {
  const status = readFileSync(`/proc/${server.pid}/status`, 'utf8');
  const { files, bytes } = await walk(server.folder);
  const metrics = await (await fetch(`${server.origin}/metrics`)).text();
  const database = await stat(join(server.folder, 'slipway.db'));
  return {
    bounded: {
      'heap after a collection, MiB': heapMiB(server.pid),
      'open files and sockets': (await readdir(`/proc/${server.pid}/fd`)).length,
      'threads of the system': Number(status.match(/^Threads:\s+(\d+)/m)[1]),
      'child processes': family(server.pid).length - 1,
      'temporary files': (await readdir(temporary, { recursive: true })).length,
      'files in the data folder': files,
      'MiB in them': bytes / MIB,
    },
    other: {
      'resident memory, MiB': residentMiB(server.pid),
      'MiB of database': database.size / MIB,
      'lines of metrics': metrics.split('\n').length,
    },
  };
}

/** Until nothing is going on any more, and a little longer. */
async function rest(server) {
  const begun = performance.now();
  while (worksWithTools(server.pid) && performance.now() - begun < DEADLINE) await pause(200);
  await pause(15_000);
}

export default async function soak(options) {
  const minutes = options.minutes ?? (options.quick ? 1 : MINUTES);
  const report = new Report('soak', 'What is left of a long mix of everything', options);
  const good = await bigBuckBunny();
  const avi = await toEncode();
  const files = { good, avi, goodBytes: await readFile(good), aviBytes: await readFile(avi) };
  const temporary = await mkdtemp(join(room, 'tmp-'));
  const server = await Server.start({
    environment: {
      SLIPWAY_TRANSCODE_LADDER: 'auto',
      TMPDIR: temporary,
      SLIPWAY_JAVA_OPTS: `-Djava.io.tmpdir=${temporary}`,
    },
  });
  const done = {};
  const failures = {};

  async function client(number, until) {
    const random = chance(number + 1);
    const viewer = new Viewer(server.origin);
    const names = Object.keys(WAYS);
    while (performance.now() < until) {
      const way = names[random(names.length)];
      try {
        await WAYS[way](server, viewer, files, random);
        done[way] = (done[way] ?? 0) + 1;
      } catch (failed) {
        const words = `${way}: ${failed.message.replaceAll(/[0-9a-f-]{36}/g, '…')}`;
        failures[words] = (failures[words] ?? 0) + 1;
      }
    }
    viewer.close();
  }
  const run = (share) => {
    const until = performance.now() + share * minutes * 60_000;
    return Promise.all(Array.from({ length: CLIENTS }, (_, number) => client(number, until)));
  };

  try {
    await run(WARM_UP);
    await rest(server);
    const before = await count(server, temporary);
    await run(1 - WARM_UP);
    await rest(server);
    const afterwards = await count(server, temporary);
    const rows = (kind, verdict) =>
      Object.entries(before[kind]).map(([what, first]) => {
        const last = afterwards[kind][what];
        return [what, brief(first), brief(last), verdict(first, last)];
      });
    report
      .text(
        `${CLIENTS} clients do by chance one of the things below for ${minutes} min and delete what they ` +
          'made. Counted after a quarter of the time and at its end, each time once nothing was going on.',
      )
      .table(['', 'after a quarter', 'at the end', 'within 5 %'], [
        ...rows('bounded', (first, last) => (last <= first * (1 + ALLOWED) ? 'yes' : 'no')),
        ...rows('other', () => ''),
      ])
      .table(['what was done', 'times'], Object.entries(done).sort());
    const failed = Object.entries(failures);
    report.text(failed.length ? 'What went wrong:' : 'Nothing went wrong.');
    if (failed.length) report.table(['', 'times'], failed);
    await report.write();
  } finally {
    await server.stop();
    await rm(temporary, { recursive: true, force: true });
  }
}
