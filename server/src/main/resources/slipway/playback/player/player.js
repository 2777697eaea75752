// The player behind /{uid or token}/iframe and /watch. Everything is relative to the page's own address, so a token in
// it goes along with every request. What the address asks for is read here and never becomes markup.

const video = document.querySelector('video');
const title = document.querySelector('.title');
const problem = document.querySelector('.problem');
const wishes = new URLSearchParams(location.search);

// Gcore's pages, /player/videos/{key}[/{token}/{expires}], lie apart from what they play.
const gcore = /^(.*?)(?:\/player)?\/videos\/([^/]+(?:\/[^/]+\/\d+)?)\/?$/.exec(location.pathname);
const folder = gcore ? `${gcore[1]}/videos/${gcore[2]}/` : '';

/** A parameter without a value, as in ?muted, means yes. */
const isOn = (name) => wishes.has(name) && wishes.get(name) !== 'false';

/** 123, 12.5 or 1h12m27s in seconds. */
function seconds(text) {
  const parts = /^(?:(\d+)h)?(?:(\d+)m)?(?:(\d+(?:\.\d+)?)s?)?$/.exec(text ?? '');
  return parts ? (parts[1] ?? 0) * 3600 + (parts[2] ?? 0) * 60 + Number(parts[3] ?? 0) : 0;
}

function fail(text) {
  problem.textContent = text;
  problem.hidden = false;
}

function poster() {
  const own = gcore ? `${folder}screenshot_1.jpg` : 'thumbnails/thumbnail.jpg?height=720';
  try {
    const wished = new URL(wishes.get('poster') ?? own, location.href);
    return /^https?:$/.test(wished.protocol) ? wished.href : own;
  } catch {
    return own;
  }
}

function setUp() {
  video.controls = wishes.get('controls') !== 'false';
  video.loop = isOn('loop');
  video.muted = isOn('muted');
  video.autoplay = wishes.has('autoplay');
  const preload = wishes.get('preload');
  video.preload = ['none', 'metadata', 'auto'].includes(preload) ? preload : 'metadata';
  video.poster = poster();
  // Values that are no colours are refused by the style itself.
  document.body.style.backgroundColor = wishes.get('letterboxColor') ?? '';
  video.style.accentColor = wishes.get('primaryColor') ?? '';
}

function chooseText() {
  const wished = wishes.get(gcore ? 'sub_lang' : 'defaultTextTrack');
  if (!wished) return;
  const choose = () => {
    for (const track of video.textTracks) {
      if (track.language === wished) track.mode = 'showing';
    }
  };
  video.textTracks.addEventListener('addtrack', choose);
  choose();
}

async function play() {
  const address = new URL(gcore ? `${folder}master.m3u8` : 'manifest/video.m3u8', location.href).href;
  const startPosition = seconds(wishes.get(gcore ? 't' : 'startTime')) || -1;
  const library = (await import('./hls.js').catch(() => undefined))?.default;
  // A source that is set pauses; who has pressed play while the player was on its way means what comes now.
  const wanted = video.autoplay || !video.paused;
  if (library?.isSupported()) {
    const hls = new library({
      startPosition,
      capLevelToPlayerSize: true,
      autoStartLoad: video.preload !== 'none' || wanted,
    });
    if (video.preload === 'none') video.addEventListener('play', () => hls.startLoad(startPosition), { once: true });
    hls.on(library.Events.ERROR, (_, { fatal, type, response }) => {
      if (!fatal) return;
      if (type === library.ErrorTypes.MEDIA_ERROR) return hls.recoverMediaError();
      hls.destroy();
      fail(explain(response?.code));
    });
    tellEndOfShort(hls, library.Events);
    hls.loadSource(address);
    hls.attachMedia(video);
  } else {
    video.addEventListener('error', () => fail('This browser cannot play the video.'));
    if (startPosition > 0) video.addEventListener('loadedmetadata', () => (video.currentTime = startPosition), { once: true });
    video.src = address;
  }
  if (wanted) video.play().catch(() => {}); // The browser may want a click first.
}

/**
 * Of picture and sound of a tenth of a second hls.js 1.6 and later does not say by itself that this is all, because it
 * waits for the sound to play, and browsers wait for the end before they play so little. Where each list has one segment,
 * both being there is the end.
 */
function tellEndOfShort(hls, events) {
  const single = new Map();
  const note = (kind) => (_, { details }) => single.set(kind, !details.live && details.fragments.length === 1);
  hls.on(events.LEVEL_LOADED, note('main'));
  hls.on(events.AUDIO_TRACK_LOADED, note('audio'));
  const there = new Set();
  hls.on(events.FRAG_BUFFERED, (_, { frag }) => {
    if (frag.sn !== 'initSegment') there.add(frag.type);
    const kinds = hls.audioTracks.some(({ url }) => url) ? ['main', 'audio'] : ['main'];
    const all = kinds.every((kind) => single.get(kind) && there.has(kind));
    if (all) hls.trigger(events.BUFFER_EOS, { type: null });
  });
}

function explain(status) {
  switch (status) {
    case 401:
      return 'This video needs a valid link.';
    case 403:
      return 'This video may not be shown here.';
    case 410:
      return 'This link has expired.';
    case 404:
      return 'This video is not ready yet, or it is gone.';
    case 424:
      return 'This video could not be processed.';
    default:
      return 'This video cannot be loaded now.';
  }
}

/** What its owner tells about it to everybody. */
async function tell() {
  if (gcore) return;
  const answer = await fetch('metadata/playerEnhancementInfo.json').catch(() => undefined);
  const details = answer?.ok ? await answer.json().catch(() => undefined) : undefined;
  if (!details?.title) return;
  document.title = details.title;
  title.textContent = details.title;
  title.hidden = false;
  const link = details.share_link ?? details.channel_link;
  if (/^https?:\/\//i.test(link ?? '')) title.href = link;
}

// Pages that frame the player talk to it through sdk.js.
const EVENTS = [
  'abort', 'canplay', 'canplaythrough', 'durationchange', 'ended', 'error', 'loadeddata', 'loadedmetadata', 'loadstart',
  'pause', 'play', 'playing', 'progress', 'ratechange', 'seeked', 'seeking', 'stalled', 'suspend', 'timeupdate',
  'volumechange', 'waiting',
];
const SETTABLE = ['autoplay', 'controls', 'currentTime', 'loop', 'muted', 'playbackRate', 'preload', 'volume'];

function state() {
  const { autoplay, controls, currentTime, duration, ended, loop, muted, paused, playbackRate, preload, volume } = video;
  const { videoWidth, videoHeight } = video;
  return {
    autoplay, controls, currentTime, duration, ended, loop, muted, paused, playbackRate, preload, videoHeight, videoWidth,
    volume,
  };
}

function listen() {
  for (const name of EVENTS) {
    video.addEventListener(name, () => {
      document.body.classList.toggle('playing', !video.paused);
      if (parent !== window) parent.postMessage({ stream: name, state: state() }, '*');
    });
  }
  addEventListener('message', ({ source, data }) => {
    if (source !== parent || parent === window || typeof data?.stream !== 'string') return;
    if (data.stream === 'play') video.play().catch(() => {});
    else if (data.stream === 'pause') video.pause();
    else if (data.stream === 'set' && SETTABLE.includes(data.name)) video[data.name] = data.value;
  });
}

setUp();
listen();
chooseText();
play();
tell();
