// What it costs to take 1 GiB, against nginx' PUT and the tus servers of npm and Maven.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { mp4 } from '../harness/clips.js';
import { brief, GIB, median, MIB } from '../harness/numbers.js';
import { ifThere, nginx, tusJava, tusNode } from '../harness/peers.js';
import { cpuSeconds, forgetPeak, peakMiB, sum, workers } from '../harness/process.js';
import { Report } from '../harness/report.js';
import { Server } from '../harness/server.js';

const RUNS = 3;
const WARM = 3; // rounds that are not counted: three of the five subjects compile themselves while they work
const AFTERWARDS = 1500; // a server may still work after its answer; that counts, too

const run = promisify(execFile);

/** Sends a file with curl, which costs little; throws unless the answer is a success. */
async function curl(file, url, ...args) {
  await run('curl', ['-sS', '--fail', '-o', '/dev/null', '-H', 'Expect:', '-T', file, ...args, String(url)]);
}

async function create(endpoint, size) {
  const created = await fetch(endpoint, {
    method: 'POST',
    headers: { 'Tus-Resumable': '1.0.0', 'Upload-Length': String(size) },
  });
  if (created.status !== 201) throw new Error(`POST ${endpoint}: ${created.status}`);
  return new URL(created.headers.get('location'), endpoint);
}

const patch = (file, url) =>
  curl(file, url, '-X', 'PATCH', '-H', 'Tus-Resumable: 1.0.0', '-H', 'Upload-Offset: 0',
    '-H', 'Content-Type: application/offset+octet-stream');

/** Each way: `begin` gives the address, `send` is what is measured, `end` takes the bytes away. */
function ways({ slipway, nginx: web, tusNode: node, tusJava: java }, file, size) {
  const video = async () => slipway.createVideo('upload');
  const forget = (given) => slipway.deleteVideo(given.video.id);
  const all = [
    { name: 'Slipway, PUT', subject: slipway, begin: video, end: forget,
      send: (given) => curl(file, given.upload.putUrl) },
    { name: 'Slipway, tus', subject: slipway, end: forget,
      begin: async () => {
        const given = await video();
        return { ...given, url: await create(given.upload.tusEndpoint, size) };
      },
      send: (given) => patch(file, given.url) },
  ];
  if (web) {
    all.push({ name: `${web.version}, PUT`, subject: web, begin: async () => `${web.origin}/put/file`,
      send: (url) => curl(file, url), end: () => rm(join(web.folder, 'files/put/file')) });
  }
  if (node) {
    all.push({ name: node.version, subject: node, begin: () => create(`${node.origin}/files`, size),
      send: (url) => patch(file, url), end: (url) => rm(join(node.folder, url.pathname.split('/').at(-1))) });
  }
  if (java) {
    all.push({ name: java.version, subject: java, begin: () => create(`${java.origin}/files`, size),
      send: (url) => patch(file, url),
      end: (url) => rm(join(java.folder, 'uploads', url.pathname.split('/').at(-1)), { recursive: true }) });
  }
  return all;
}

async function once({ subject, begin, send, end }, size) {
  const upload = await begin();
  const pids = workers(subject.pid);
  pids.forEach(forgetPeak);
  const before = sum(pids.map(cpuSeconds));
  const begun = performance.now();
  await send(upload);
  const wall = (performance.now() - begun) / 1000;
  await pause(AFTERWARDS);
  const cpu = (sum(pids.map(cpuSeconds)) - before) / (size / GIB);
  const peak = sum(pids.map(peakMiB));
  await end(upload);
  await pause(AFTERWARDS);
  return { wall, cpu, peak };
}

/** CPU seconds that a SHA-256 of the same bytes costs by itself, reading included. */
async function hashing(file) {
  const before = process.cpuUsage();
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file, { highWaterMark: MIB })) hash.update(chunk);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

export default async function upload(options) {
  const report = new Report('upload', 'Taking 1 GiB', options);
  const file = await mp4(options.quick ? 900 : 3600);
  const { size } = await stat(file);
  const subjects = {
    slipway: await Server.start(),
    nginx: await ifThere(nginx),
    tusNode: await ifThere(tusNode),
    tusJava: await ifThere(tusJava),
  };
  try {
    const all = ways(subjects, file, size);
    const seen = new Map(all.map(({ name }) => [name, []]));
    for (let run = options.quick ? -1 : -WARM; run < (options.runs ?? (options.quick ? 1 : RUNS)); run++) {
      for (const way of all) {
        const result = await once(way, size);
        if (run >= 0) seen.get(way.name).push(result);
        process.stderr.write(`${way.name}: ${brief(result.cpu)} CPU s/GiB, ${brief(result.wall)} s\n`);
      }
    }
    const left = ['nginx', 'tusNode', 'tusJava'].filter((name) => !subjects[name]);
    report
      .text(
        `A file of ${brief(size / GIB)} GiB sent by curl over the loopback; medians of the runs, in turn, after ` +
          `${options.quick ? 1 : WARM} rounds that are not counted, as servers run for weeks. CPU is that of the ` +
          `server alone, user and system, and goes on for ${AFTERWARDS} ms after the answer, so that Slipway's inspection is in it. They do not do the same: ` +
          'Slipway hashes every byte and answers when all bytes are durable; the others neither hash ' +
          'nor flush.',
      )
      .bars(
        'CPU of the server for 1 GiB',
        'seconds',
        [...seen].map(([name, results]) => [name, median(results.map(({ cpu }) => cpu))]),
      )
      .table(
        ['', 'runs', 'CPU s/GiB', 'seconds', 'seconds, worst', 'peak RSS, MiB'],
        [...seen].map(([name, results]) => {
          const column = (key) => results.map((result) => result[key]);
          return [name, results.length, brief(median(column('cpu'))), brief(median(column('wall'))),
            brief(Math.max(...column('wall'))), brief(median(column('peak')))];
        }),
      )
      .text(
        `For comparison: a SHA-256 of the same bytes, read from the page cache, costs ` +
          `${brief(await hashing(file))} CPU s by itself (OpenSSL in Node).`,
      );
    const cpu = (name) => median(seen.get(name).map((result) => result.cpu));
    const beside = (peer, most, words) => {
      const ratio = peer && Math.max(cpu('Slipway, PUT'), cpu('Slipway, tus')) / cpu(peer.version);
      report.promise(`at most ${words}`, peer ? `${brief(ratio)} times` : 'the peer was left out', peer && ratio <= most);
    };
    beside(subjects.tusNode, 0.5, "half of @tus/server's CPU for the same bytes, by PUT and by tus");
    beside(subjects.tusJava, 1, "tus-java-server's CPU");
    for (const name of left) report.text(`**${name} is left out**: it could not be started here.`);
    await report.write();
  } finally {
    for (const subject of Object.values(subjects)) await subject?.stop();
  }
}
