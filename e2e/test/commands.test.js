// Which commands are started during whole journeys: in front of each tool stands a script that writes down
// every word it was given. Whoever uploads chooses many names, and none of them is ever one of those words.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { basename, delimiter, join } from 'node:path';
import { after, before, test } from 'node:test';
import { call, hlsUrl, put, requestUpload, untilReady, untilSettled } from '../harness/api.js';
import { clipPath, withoutClips } from '../harness/clips.js';
import { ffmpeg } from '../harness/ffmpeg.js';
import { Slipway } from '../harness/server.js';
import { TUS } from '../harness/tus.js';

/** In everything that a user writes here, and nowhere else. */
const MARK = 'Quagga';

/** What the log says of each layer of the box when it is the one in force. */
const LAYERS = { limits: 'resource limits only', bubblewrap: 'bubblewrap: no network', bare: 'no sandbox' };

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

/** All of them in one, for where there is no time for each. */
const ALL = Object.entries(NAMES).filter(([what]) => what !== '4 KiB').map(([, name]) => name).join(' ').slice(0, 250);

let tools; // a server whose unpacked FFmpeg is used
const boxes = {}; // by the layer of the box: a server, and the folder of the commands of its tools
before(async () => {
  if (withoutClips) return;
  tools = await Slipway.start();
  const home = join(tools.data, 'ffmpeg');
  const [version] = (await readdir(home)).filter((entry) => entry.startsWith('ffmpeg-') && !entry.includes('.lock'));
  const real = join(home, version);
  for (const layer of ['limits', 'bare']) {
    const { scripts, logs } = await folders(layer);
    for (const tool of ['ffmpeg', 'ffprobe']) {
      await script(join(scripts, tool), [
        `printf '%s\\0' ${tool} "$@" > "$(mktemp ${logs}/XXXXXXXX)"`,
        `export LD_LIBRARY_PATH=${real}`,
        `exec ${real}/${tool} "$@"`,
      ]);
    }
    const server = await Slipway.start({ SLIPWAY_FFMPEG_PATH: scripts, SLIPWAY_FFMPEG_SANDBOX: layer });
    boxes[layer] = box(layer, server, logs);
  }
  // Inside there is no shell for a script, so this one stands in front of the namespaces themselves.
  const { scripts, logs } = await folders('bubblewrap');
  const bwrap = process.env.PATH.split(delimiter).map((folder) => join(folder, 'bwrap')).find((file) => existsSync(file));
  if (!bwrap) return;
  await script(join(scripts, 'bwrap'), [`printf '%s\\0' bwrap "$@" > "$(mktemp ${logs}/XXXXXXXX)"`, `exec ${bwrap} "$@"`]);
  const server = await Slipway.start({ PATH: scripts + delimiter + process.env.PATH });
  boxes.bubblewrap = box('bubblewrap', server, logs);
});
after(async () => {
  for (const { server } of Object.values(boxes)) await server.stop();
  await tools?.stop();
});

/** `inForce` says whether nothing weaker had to be taken; it is told after the first answer. */
const box = (layer, server, logs) => ({
  server,
  logs,
  get inForce() {
    return server.log.includes(`Sandbox: ${LAYERS[layer]}`);
  },
});

async function folders(layer) {
  const scripts = join(tools.folder, `scripts-${layer}`);
  const logs = join(tools.folder, `commands-${layer}`);
  await mkdir(scripts);
  await mkdir(logs);
  return { scripts, logs };
}

async function script(file, lines) {
  await writeFile(file, `#!/bin/sh\n${lines.join('\n')}\n`);
  await chmod(file, 0o755);
}

/** Words of each command so far, the tool, or what stands in front of it, first. */
async function commands({ logs }) {
  const files = await readdir(logs);
  return Promise.all(files.map(async (file) => (await readFile(join(logs, file), 'utf8')).split('\0').slice(0, -1)));
}

/** The same without what stands in front of the tool. */
function bare(words) {
  if (words[0] !== 'bwrap') return words;
  const end = words.indexOf('--', words.indexOf('--chdir'));
  return [basename(words[end + 1]), ...words.slice(end + 2)];
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
async function byLivepeer(server, name, bytes) {
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
  await untilTextsAre(server, master);
}

/** They come after the pictures. */
async function untilTextsAre(server, master) {
  for (let tries = 0; tries < 600; tries++) {
    if ((await (await fetch(master)).text()).includes('TYPE=SUBTITLES')) return;
    await new Promise((later) => setTimeout(later, 100));
  }
  assert.fail(`no texts\n${server.logTail()}`);
}

/** By tus, whose client says how the file is called. */
async function byTus(server, name, bytes) {
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

const base64 = (text) => Buffer.from(text).toString('base64');

async function eventually(server, what) {
  for (let tries = 0; tries < 1200; tries++) {
    const done = await what();
    if (done) return done;
    await new Promise((later) => setTimeout(later, 100));
  }
  return assert.fail(`never so\n${server.logTail()}`);
}

/** By Cloudflare's API: a form, tus with a watermark over the picture, pictures and a clip. */
async function byCloudflare(server, name, bytes) {
  const { json } = await call(server, 'GET', '/admin/accounts', { key: server.adminKey });
  const stream = `/client/v4/accounts/${json.accounts[0].cloudflare.accountId}/stream`;
  const answered = (answer) => {
    assert.ok(answer.status < 300, `${answer.status} ${answer.text}`);
    return answer;
  };
  const send = async (path, parts) => {
    const form = new FormData();
    for (const [key, value] of Object.entries(parts)) {
      if (value instanceof Uint8Array) form.append(key, new Blob([value]), name);
      else form.append(key, value);
    }
    const body = new Response(form);
    const headers = { 'Content-Type': body.headers.get('Content-Type') };
    return answered(await call(server, 'POST', stream + path, { headers, body: new Uint8Array(await body.arrayBuffer()) })).json.result;
  };
  const untilState = (uid) => eventually(server, async () => {
    const { result } = (await call(server, 'GET', `${stream}/${uid}`)).json;
    return ['ready', 'error'].includes(result.status.state) && result;
  });
  const short = name.slice(0, 1000); // as long as it may be
  const png = join(tools.folder, 'mark.png');
  await ffmpeg(tools, '-f', 'lavfi', '-i', 'color=red:size=16x16', '-frames:v', '1', png);
  const watermark = await send('/watermarks', { file: await readFile(png), name: name.replace(/\s/g, ' ').slice(0, 150) });
  const { uid } = await send('', { file: bytes });
  answered(await call(server, 'POST', `${stream}/${uid}`, { body: { meta: { name: short, [name.slice(0, 30)]: short }, creator: name.slice(0, 60) } }));
  assert.equal((await untilState(uid)).status.state, 'ready');
  for (const query of ['', `?time=${encodeURIComponent(name)}`, `?height=${encodeURIComponent(name)}`]) {
    const answer = await fetch(`${server.origin}/${uid}/thumbnails/thumbnail.jpg${query}`);
    if (query === '') assert.equal(answer.status, 200);
  }
  answered(await call(server, 'POST', `${stream}/clip`, {
    body: { clippedFromVideoUID: uid, startTimeSeconds: 0, endTimeSeconds: 1, meta: { name: short } },
  }));
  const metadata = { name: short, filename: name, filetype: name.slice(0, 60), watermark: watermark.uid };
  const made = answered(await call(server, 'POST', stream, {
    headers: {
      ...TUS,
      'Upload-Length': String(bytes.length),
      'Upload-Metadata': Object.entries(metadata).map(([key, value]) => `${key} ${base64(value)}`).join(','),
    },
  }));
  answered(await call(server, 'PATCH', made.headers.get('location'), {
    headers: { ...TUS, 'Upload-Offset': '0', 'Content-Type': 'application/offset+octet-stream' },
    body: bytes,
  }));
  const marked = await untilState(made.headers.get('stream-media-id'));
  assert.equal(marked.status.state, 'ready', JSON.stringify(marked.status));
}

/** By Gcore's API, of which a part is wanted, so that it is cut out first. */
async function byGcore(server, name, bytes) {
  const gcore = async (method, path, body) => {
    const headers = { Authorization: `APIKey ${server.apiKey}` };
    const answer = await call(server, method, `/streaming/videos${path}`, { key: null, headers, body });
    assert.ok(answer.status < 300, `${answer.status} ${answer.text}`);
    return answer.json;
  };
  const video = { name: name.slice(0, 250), description: name, clip_start_seconds: 0, clip_duration_seconds: 1 };
  const made = await gcore('POST', '/', { video });
  const { token, video: told } = await gcore('GET', `/${made.id}/upload`);
  const metadata = { filename: name, token, video_id: String(told.id), client_id: String(told.client_id) };
  const answer = await call(server, 'POST', '/upload/', {
    key: null,
    headers: {
      ...TUS,
      'Upload-Length': String(bytes.length),
      'Upload-Metadata': Object.entries(metadata).map(([key, value]) => `${key} ${base64(value)}`).join(','),
    },
  });
  assert.equal(answer.status, 201, answer.text);
  const { pathname, search } = new URL(answer.headers.get('location'), server.origin);
  const sent = await call(server, 'PATCH', pathname + search, {
    key: null,
    headers: { ...TUS, 'Upload-Offset': '0', 'Content-Type': 'application/offset+octet-stream' },
    body: bytes,
  });
  assert.equal(sent.status, 204, sent.text);
  const ended = await eventually(server, async () => {
    const now = await gcore('GET', `/${made.id}`);
    return (now.status === 'ready' || now.error) && now;
  });
  assert.equal(ended.status, 'ready', JSON.stringify(ended));
}

const DOORS = { "Livepeer's API": byLivepeer, tus: byTus, "Cloudflare's API": byCloudflare, "Gcore's API": byGcore };

/** Brings a film with this name through each door, and looks at every word of what was started meanwhile. */
async function through(doors, box, name) {
  const before = (await commands(box)).length;
  const bytes = await named(name, join(tools.folder, 'named.mkv'));
  assert.ok(bytes.includes(MARK));
  for (const door of doors) await door(box.server, name, bytes);
  const all = await commands(box);
  assert.ok(all.length > before + 10, `${all.length - before} commands`);
  for (const words of all) {
    for (const word of words) assert.doesNotMatch(word, new RegExp(MARK, 'i'), words.join(' '));
  }
}

for (const [what, name] of Object.entries(NAMES)) {
  test(`REL-52: a name that is ${what} is in no command`, { skip: withoutClips }, async () => {
    await through(Object.values(DOORS), boxes.limits, name);
  });
}

for (const layer of ['bubblewrap', 'bare']) {
  test(`REL-52: all names in one are in no command of the layer ${layer}`, { skip: withoutClips }, async (t) => {
    if (!boxes[layer]?.inForce) return t.skip(`the layer ${layer} does not run here`);
    await through(Object.values(DOORS), boxes[layer], ALL);
  });
}

for (const layer of ['limits', 'bubblewrap', 'bare']) {
  test(`REL-52, MD-07, MD-11: every command that reads a file says what it may open, layer ${layer}`, { skip: withoutClips }, async (t) => {
    if (!boxes[layer]?.inForce) return t.skip(`the layer ${layer} does not run here`);
    const { server } = boxes[layer];
    const all = await commands(boxes[layer]);
    const used = new Set();
    for (const whole of all) {
      const words = bare(whole);
      const line = whole.join(' ');
      for (const word of whole) assert.match(word, /^[\x21-\x7e]+$/, line);
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
        assert.match(path.slice(`file:${server.data}/`.length), /^(blobs\/([0-9a-f-]{36}|watermarks)|work\/run-\d+)\/[a-z0-9.-]+$/, line);
        from = at + 2;
      }
      used.add(`${tool}${words.includes('-filter_complex') ? ' with filters' : ''}`);
      if (inputs.length > 1) used.add('a second input');
    }
    assert.deepEqual([...used].sort(), ['a second input', 'ffmpeg', 'ffmpeg with filters', 'ffprobe']);
    console.log(`${all.length} commands in the layer ${layer}`);
  });
}
