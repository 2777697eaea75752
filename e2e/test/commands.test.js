// Which commands are started during whole journeys: in front of each tool stands a script that writes down
// every word it was given. Whoever uploads chooses many names, and none of them is ever one of those words.
import assert from 'node:assert/strict';
import { chmod, mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { call, getAsset, hlsUrl, put, requestUpload, untilReady, untilSettled } from '../harness/api.js';
import { clipPath, withoutClips } from '../harness/clips.js';
import { ffmpeg } from '../harness/ffmpeg.js';
import { Slipway } from '../harness/server.js';
import { TUS } from '../harness/tus.js';

/** In everything that a user writes here, and nowhere else. */
const MARK = 'Quagga';

const NAMES = {
  'an option': `-i ${MARK}`,
  'a command': `;rm -rf ${MARK}; $(touch ${MARK}) \`touch ${MARK}\` | tee ${MARK}`,
  'a pattern': `%d%05d%n ${MARK}.mp4`,
  'a filter': `movie=${MARK}[out0],drawtext=textfile=/etc/passwd:${MARK}`,
  'a path': `../../../${MARK}/../etc/passwd`,
  'an address': `concat:http://127.0.0.1/${MARK}|file:/etc/passwd`,
  'lines': `${MARK}\n-y\r\n/tmp/${MARK}`,
  'right to left': `\u202e4pm.${MARK}\u2066`,
  'pictures': `${MARK} 🎬👩‍👩‍👧`,
  '4 KiB': MARK.repeat(683).slice(0, 4096),
};

let tools; // a server whose unpacked FFmpeg is used
let server;
let logs;
before(async () => {
  if (withoutClips) return;
  tools = await Slipway.start();
  const home = join(tools.data, 'ffmpeg');
  const [version] = (await readdir(home)).filter((entry) => entry.startsWith('ffmpeg-') && !entry.includes('.lock'));
  const real = join(home, version);
  const scripts = join(tools.folder, 'scripts');
  logs = join(tools.folder, 'commands');
  await mkdir(scripts);
  await mkdir(logs);
  for (const tool of ['ffmpeg', 'ffprobe']) {
    const script = join(scripts, tool);
    const lines = [
      '#!/bin/sh',
      `printf '%s\\0' ${tool} "$@" > "$(mktemp ${logs}/XXXXXXXX)"`,
      `export LD_LIBRARY_PATH=${real}`,
      `exec ${real}/${tool} "$@"`,
    ];
    await writeFile(script, `${lines.join('\n')}\n`);
    await chmod(script, 0o755);
  }
  // With namespaces around it, a script could not write to a folder of ours.
  server = await Slipway.start({ SLIPWAY_FFMPEG_PATH: scripts, SLIPWAY_FFMPEG_SANDBOX: 'limits' });
});
after(async () => {
  await server?.stop();
  await tools?.stop();
});

/** Words of each command so far, the tool first. */
async function commands() {
  const files = await readdir(logs);
  return Promise.all(files.map(async (file) => (await readFile(join(logs, file), 'utf8')).split('\0').slice(0, -1)));
}

/** A film that must be encoded, with a name in every place that Matroska has for one. */
async function named(name, file) {
  const texts = join(tools.folder, 'texts.srt');
  await writeFile(texts, `1\n00:00:00,000 --> 00:00:01,000\n${MARK}\n`);
  const tags = (stream) => [`-metadata${stream}`, `title=${name}`, `-metadata${stream}`, `handler_name=${name}`, `-metadata${stream}`, `language=${name.slice(0, 30)}`];
  await ffmpeg(tools, '-i', clipPath('sample.mp4'), '-i', texts, '-t', '1', '-map', '0:v', '-map', '0:a?', '-map', '1:s',
    '-c:v', 'mpeg4', '-c:a', 'mp3', '-c:s', 'srt', ...tags(''), ...tags(':s:v'), ...tags(':s:a'), ...tags(':s:s'), file);
  return readFile(file);
}

/** By Livepeer's API, and all that can be asked for afterwards. */
async function journey(name, bytes) {
  const id = await put(server, name, bytes);
  const asset = await untilReady(server, id);
  const master = await hlsUrl(server, asset.playbackId);
  const pictures = [
    'thumbnails/thumbnail.jpg', 'thumbnails/thumbnail.gif', 'thumbnails/sprite.jpg', 'thumbnails/keyframes_0.png',
    `thumbnails/thumbnail.jpg?time=${encodeURIComponent(name)}`, `thumbnails/thumbnail.png?width=${encodeURIComponent(name)}`,
    `thumbnails/${encodeURIComponent(name)}.jpg`,
  ];
  const answers = [];
  for (const picture of pictures) answers.push((await fetch(new URL(picture, master))).status);
  assert.deepEqual(answers.slice(0, 4), [200, 200, 200, 200]);
  const clip = await call(server, 'POST', '/api/clip', {
    body: { playbackId: asset.playbackId, startTime: 0, endTime: 500, name },
  });
  assert.ok(clip.status < 300, clip.text);
  await untilSettled(server, clip.json.asset.id);
  await untilTextsAre(master);
}

/** They come after the pictures. */
async function untilTextsAre(master) {
  for (let tries = 0; tries < 600; tries++) {
    if ((await (await fetch(master)).text()).includes('TYPE=SUBTITLES')) return;
    await new Promise((later) => setTimeout(later, 100));
  }
  assert.fail(`no texts\n${server.logTail()}`);
}

/** By tus, whose client says how the file is called. */
async function byTus(name, bytes) {
  const { tusEndpoint, asset } = await requestUpload(server, { name });
  const encoded = Buffer.from(name).toString('base64');
  const answer = await call(server, 'POST', tusEndpoint, {
    key: null,
    headers: {
      ...TUS,
      'Upload-Length': String(bytes.length),
      'Upload-Metadata': `filename ${encoded}`,
      'Content-Type': 'application/offset+octet-stream',
    },
    body: bytes,
  });
  assert.equal(answer.status, 201, answer.text);
  await untilReady(server, asset.id);
}

for (const [what, name] of Object.entries(NAMES)) {
  test(`REL-52: a name that is ${what} is in no command`, { skip: withoutClips }, async () => {
    const before = (await commands()).length;
    const bytes = await named(name, join(tools.folder, 'named.mkv'));
    assert.ok(bytes.includes(MARK));
    await journey(name, bytes);
    await byTus(name, bytes);
    const all = await commands();
    assert.ok(all.length > before + 10, `${all.length - before} commands`);
    for (const words of all) {
      for (const word of words) assert.doesNotMatch(word, new RegExp(MARK, 'i'), words.join(' '));
    }
  });
}

test('REL-52, MD-07, MD-11: every command that reads a file says what it may open', { skip: withoutClips }, async () => {
  const all = await commands();
  const used = new Set();
  for (const words of all) {
    const line = words.join(' ');
    for (const word of words) assert.match(word, /^[\x21-\x7e]+$/, line);
    const [tool] = words;
    const inputs = words.flatMap((word, i) => (word === '-i' ? [i] : []));
    if (inputs.length === 0) {
      assert.deepEqual(words.filter((word) => /^-(version|encoders)$/.test(word)).length, 1, line);
      continue;
    }
    if (tool === 'ffmpeg') assert.equal(words[1], '-nostdin', line);
    let from = 0;
    for (const at of inputs) {
      const options = words.slice(from, at);
      for (const option of ['-format_whitelist', '-codec_whitelist', '-max_pixels', '-max_streams']) {
        assert.equal(options.filter((word) => word === option).length, 1, `${option}: ${line}`);
      }
      assert.equal(options[options.indexOf('-protocol_whitelist') + 1], 'file', line);
      const path = words[at + 1];
      assert.ok(path.startsWith(`file:${server.data}/`), line);
      assert.match(path.slice(`file:${server.data}/`.length), /^(blobs\/[0-9a-f-]{36}|work\/run-\d+)\/[a-z0-9.-]+$/, line);
      from = at + 2;
    }
    used.add(`${tool}${words.includes('-filter_complex') ? ' with filters' : ''}`);
  }
  assert.deepEqual([...used].sort(), ['ffmpeg', 'ffmpeg with filters', 'ffprobe']);
  console.log(`${all.length} commands`);
});
