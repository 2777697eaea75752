// How far sound and picture of a clip lie apart where a viewer has them: in Chromium, behind its decoders.
//
// The clips tell the time themselves. The picture grows from black to white in PERIOD seconds, over and over, so
// each picture that is shown says which moment of the clip it is; a tone begins at each odd second. The page asks
// of each shown picture its place on the element's time line (requestVideoFrameCallback), and hears the tones
// through Web Audio, whose clock runs beside the element's.

export const PERIOD = 2;

/** A picture that tells the time; 25 a second. */
export const clockPicture = (seconds) => ['-f', 'lavfi', '-i',
  `color=black:size=320x180:rate=25:duration=${seconds},format=yuv420p,` +
    `geq=lum='16+219*mod(T,${PERIOD})/${PERIOD}':cb=128:cr=128`];

/** Tones from each odd second on, a fifth of a second long; `late` begins inside of that time line. */
export const tones = (seconds, late = 0) => ['-f', 'lavfi', '-i',
  `aevalsrc='0.8*sin(6283*t)*gte(mod(t+${late},2),1)*lt(mod(t+${late},2),1.2)':s=48000:d=${seconds - late}`];

/** Plays a file as it is; what it measures is how the page itself is off. */
export async function measureFile(browser, path) {
  return measure(browser, { player: 'none', url: '/reference.mp4' }, (tab) =>
    tab.route('**/reference.mp4', (route) => route.fulfill({ path, contentType: 'video/mp4' })));
}

export const measurePlayer = (browser, player, url) => measure(browser, { player, url }, async () => {});

/** Seconds by which the sound comes after the picture; negative when it comes before. */
async function measure(browser, what, prepare) {
  const tab = await browser.newPage();
  try {
    await prepare(tab);
    await tab.goto(browser.origin);
    return await tab.evaluate(watchAndListen, { ...what, period: PERIOD });
  } finally {
    await tab.close();
  }
}

/** Runs inside the page; sees nothing of this module. */
async function watchAndListen({ player, url, period }) {
  const video = document.getElementById('video');
  video.muted = false;
  const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

  const listener = `registerProcessor('tones', class extends AudioWorkletProcessor {
    constructor() { super(); this.quiet = 0; }
    process([[sound]], [out]) {
      for (let i = 0; sound && i < sound.length; i++) {
        out[0][i] = 0;
        if (Math.abs(sound[i]) < 0.2) { this.quiet++; continue; }
        if (this.quiet > sampleRate / 4) this.port.postMessage(currentTime + i / sampleRate);
        this.quiet = 0;
      }
      return true;
    }
  });`;
  const context = new AudioContext({ sampleRate: 48_000 });
  await context.audioWorklet.addModule(URL.createObjectURL(new Blob([listener], { type: 'text/javascript' })));
  const ear = new AudioWorkletNode(context, 'tones');
  const heard = [];
  ear.port.onmessage = ({ data }) => heard.push(data);
  context.createMediaElementSource(video).connect(ear).connect(context.destination);

  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 4;
  const eye = canvas.getContext('2d', { willReadFrequently: true });
  const pictures = [];
  const look = (_, { mediaTime }) => {
    eye.drawImage(video, 0, 0, 4, 4);
    const { data } = eye.getImageData(1, 1, 1, 1);
    const told = (data[1] / 255) * period;
    // Near the turn from white to black a rounded level may say the one or the other.
    if (told > 0.1 && told < period - 0.1) {
      const apart = mediaTime - told;
      pictures.push(apart - Math.round(apart / period) * period);
    }
    video.requestVideoFrameCallback(look);
  };
  video.requestVideoFrameCallback(look);

  const errors = [];
  video.addEventListener('error', () => errors.push(`element: ${video.error?.message}`));
  if (player === 'hls.js') {
    const hls = new Hls();
    hls.on(Hls.Events.ERROR, (_, data) => errors.push(`${data.type} ${data.details} ${data.reason ?? ''}`));
    hls.loadSource(url);
    hls.attachMedia(video);
  } else if (player === 'shaka') {
    shaka.polyfill.installAll();
    const engine = new shaka.Player();
    await engine.attach(video);
    await engine.load(url);
  } else {
    video.src = url;
  }
  await new Promise((opened) => {
    if (video.readyState >= HTMLMediaElement.HAVE_FUTURE_DATA) opened();
    else video.addEventListener('canplay', opened, { once: true });
  });
  await context.resume();
  await video.play();
  // Where the element is when the context is where it is; the same for as long as nothing stumbles.
  const clocks = [];
  const deadline = performance.now() + 30_000;
  while (!video.ended && performance.now() < deadline) {
    await new Promise((wake) => setTimeout(wake, 10));
    if (video.currentTime > 0.5 && !video.ended) clocks.push(video.currentTime - context.currentTime);
  }
  const behind = median(clocks);
  const sounds = heard.map((at) => at + behind).map((at) => at - 1 - Math.round((at - 1) / period) * period);
  await context.close();
  return {
    errors,
    tones: sounds.length,
    pictures: pictures.length,
    unsteady: median(clocks.map((clock) => Math.abs(clock - behind))),
    soundAfterPicture: median(sounds) - median(pictures),
  };
}
