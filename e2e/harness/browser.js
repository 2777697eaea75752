// Debian's Chromium with real players on a page of another origin, as on a customer's site.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';

export const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--autoplay-policy=no-user-gesture-required',
];
const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

function find() {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const candidates = folders.flatMap((folder) => NAMES.map((name) => join(folder, name)));
  return process.env.E2E_CHROMIUM ?? candidates.find((path) => existsSync(path));
}

export const executablePath = find();

/** For the `skip` option of a test: false when there is a browser, else the reason. */
export const withoutBrowser = executablePath ? false : 'no Chromium on the PATH';

const { resolve } = createRequire(import.meta.url);
const scripts = {
  '/hls.js': resolve('hls.js/dist/hls.min.js'),
  '/shaka.js': resolve('shaka-player/dist/shaka-player.compiled.js'),
};
const page = `<!doctype html><meta charset="utf-8"><title>players</title>
<script src="/hls.js"></script><script src="/shaka.js"></script>
<video id="video" muted playsinline></video>`;

export class Browser {
  static async open() {
    const site = createServer(async (request, response) => {
      const script = scripts[request.url];
      response.setHeader('Content-Type', script ? 'text/javascript' : 'text/html');
      response.end(script ? await readFile(script) : page);
    });
    await new Promise((listening) => site.listen(0, '127.0.0.1', listening));
    const browser = await chromium.launch({ executablePath, args: FLAGS });
    return new Browser(site, browser);
  }

  constructor(site, browser) {
    this.site = site;
    this.browser = browser;
    this.origin = `http://127.0.0.1:${site.address().port}`;
  }

  async newPage() {
    return this.browser.newPage();
  }

  /** A fresh profile. */
  async newContext(view) {
    return this.browser.newContext(view);
  }

  /**
   * Plays, seeks to the middle, plays on. Answers what went wrong, how far time came before and
   * after the seek, and what the picture's size was.
   */
  async watch(player, url) {
    return this.#play({ player, url, seek: true });
  }

  /** Plays a little from wherever the player begins by itself. */
  async begin(player, url) {
    return this.#play({ player, url, seek: false });
  }

  /**
   * Plays from the beginning until it is clear that it does, and loads what players load ahead. Answers what went
   * wrong, how long and large it is, from when to when the buffers of picture and sound reach, and whether that is
   * all there is. With `tellEnd`, hls.js is told by the page that one segment of picture and one of sound are all.
   */
  async look(player, url, { tellEnd = false } = {}) {
    const tab = await this.newPage();
    try {
      await tab.addInitScript(rememberBuffers);
      await tab.goto(this.origin);
      return await tab.evaluate(playAndLook, { player, url, tellEnd });
    } finally {
      await tab.close();
    }
  }

  async #play(what) {
    const tab = await this.newPage();
    try {
      await tab.goto(this.origin);
      return await tab.evaluate(playAndSeek, what);
    } finally {
      await tab.close();
    }
  }

  async close() {
    await this.browser.close();
    await new Promise((closed) => this.site.close(closed));
  }
}

/** Runs inside the page; sees nothing of this module. */
async function playAndSeek({ player, url, seek }) {
  const patience = 20_000;
  const video = document.getElementById('video');
  const errors = [];
  video.addEventListener('error', () => errors.push(`element: ${video.error?.message}`));

  const until = async (condition, what) => {
    const deadline = performance.now() + patience;
    while (!condition()) {
      if (performance.now() > deadline || errors.length > 0) {
        const state = `at ${video.currentTime} of ${video.duration}, readyState ${video.readyState}`;
        throw new Error(`${what} did not happen (${state}) ${JSON.stringify(errors)}`);
      }
      await new Promise((wake) => setTimeout(wake, 25));
    }
  };

  if (player === 'hls.js') {
    const hls = new Hls();
    hls.on(Hls.Events.ERROR, (_, data) => errors.push(`${data.type} ${data.details} ${data.reason ?? ''}`));
    hls.loadSource(url);
    hls.attachMedia(video);
  } else {
    shaka.polyfill.installAll();
    const engine = new shaka.Player();
    engine.addEventListener('error', (event) => errors.push(`shaka ${event.detail.code}`));
    await engine.attach(video);
    await engine.load(url).catch((error) => errors.push(`shaka ${error.code} ${error.data}`));
  }

  await until(() => video.duration > 0 && (!seek || Number.isFinite(video.duration)), 'knowing the duration');
  // As with a play button. Time starts a few frames after 0 (decoding delay, late sound); a browser
  // steps over that, but hls.js reports a hole when it does not do so within a tenth of a second of
  // being told to play, and a busy machine that still opens its decoder may take longer.
  // A person presses play after a while in any case, and that makes players step over the beginning.
  const opened = performance.now();
  await until(
    () => video.readyState >= HTMLMediaElement.HAVE_FUTURE_DATA || performance.now() > opened + 5_000,
    'having data',
  );
  const { duration } = video;
  // A clip may be shorter than a second: then its end is progress enough.
  const progress = Math.min(0.3, duration / 4); // of what has no end yet, 0.3
  video.play().catch((refused) => errors.push(`play: ${refused.message}`));
  await until(() => video.currentTime > progress || video.ended, 'playing');
  const before = video.currentTime;
  if (!seek) return { errors, duration, before };

  const middle = duration / 2;
  video.currentTime = middle;
  await until(() => !video.seeking && video.currentTime >= middle - 0.01, 'seeking');
  video.play().catch((refused) => errors.push(`play: ${refused.message}`));
  await until(() => video.currentTime > middle + progress || video.ended, 'playing on');

  return {
    errors,
    duration,
    before,
    after: video.currentTime,
    width: video.videoWidth,
    height: video.videoHeight,
  };
}

/** Runs before anything in the page: keeps what players put picture and sound into. */
function rememberBuffers() {
  window.buffers = [];
  const { addSourceBuffer } = MediaSource.prototype;
  MediaSource.prototype.addSourceBuffer = function add(type) {
    const buffer = addSourceBuffer.call(this, type);
    window.buffers.push({ source: this, kind: type.split('/')[0], buffer });
    return buffer;
  };
}

/** Runs inside the page; sees nothing of this module. */
async function playAndLook({ player, url, tellEnd }) {
  const patience = 30_000;
  const video = document.getElementById('video');
  const errors = [];
  video.addEventListener('error', () => errors.push(`element: ${video.error?.message}`));
  if (player === 'hls.js') {
    const hls = new Hls();
    hls.on(Hls.Events.ERROR, (_, data) => errors.push(`${data.type} ${data.details} ${data.reason ?? ''}`));
    const buffered = new Set();
    hls.on(Hls.Events.FRAG_BUFFERED, (_, { frag }) => {
      if (frag.sn !== 'initSegment') buffered.add(frag.type);
      if (tellEnd && buffered.size === 2) hls.trigger(Hls.Events.BUFFER_EOS, { type: null });
    });
    hls.loadSource(url);
    hls.attachMedia(video);
  } else {
    shaka.polyfill.installAll();
    const engine = new shaka.Player();
    engine.addEventListener('error', (event) => errors.push(`shaka ${event.detail.code}`));
    await engine.attach(video);
    await engine.load(url).catch((error) => errors.push(`shaka ${error.code} ${error.data}`));
  }
  const until = async (condition, what) => {
    const deadline = performance.now() + patience;
    while (!condition()) {
      if (performance.now() > deadline || errors.length > 0) {
        throw new Error(`${what} did not happen at ${video.currentTime} of ${video.duration} ${JSON.stringify(errors)}`);
      }
      await new Promise((wake) => setTimeout(wake, 25));
    }
  };
  const hasPicture = () => video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA;
  await until(() => hasPicture() && Number.isFinite(video.duration), 'opening');
  const whole = () => buffers.every(({ source }) => source.readyState === 'ended');
  const ahead = () => video.buffered.length > 0 && video.buffered.end(video.buffered.length - 1) > 8;
  // Time may begin some frames after 0, which players step over only when they are told to play.
  const opened = performance.now();
  await until(() => whole() || ahead() || performance.now() > opened + 3_000, 'loading');
  video.play().catch((refused) => errors.push(`play: ${refused.message}`));
  const enough = Math.min(0.3, video.duration / 4);
  await until(() => video.currentTime > enough || video.ended, 'playing');
  await until(() => whole() || ahead(), 'loading all of it');
  const { duration } = video;
  const reach = (kind) => {
    const found = buffers.filter((one) => one.kind === kind).at(-1)?.buffer.buffered;
    return found?.length > 0 ? [found.start(0), found.end(found.length - 1)] : undefined;
  };
  return {
    errors,
    duration,
    time: video.currentTime,
    whole: whole(),
    width: video.videoWidth,
    height: video.videoHeight,
    video: reach('video'),
    audio: reach('audio'),
  };
}
