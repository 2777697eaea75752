// window.Stream(iframe): speaks to a player of ours in a frame as to a media element. State is what the player told last.
(() => {
  const READABLE = [
    'autoplay', 'controls', 'currentTime', 'duration', 'ended', 'loop', 'muted', 'paused', 'playbackRate', 'preload',
    'videoHeight', 'videoWidth', 'volume',
  ];
  const SETTABLE = ['autoplay', 'controls', 'currentTime', 'loop', 'muted', 'playbackRate', 'preload', 'volume'];

  class Player extends EventTarget {
    #frame;
    #state = { currentTime: 0, duration: NaN, paused: true, ended: false, muted: false, volume: 1, playbackRate: 1 };

    constructor(frame) {
      super();
      this.#frame = frame;
      addEventListener('message', ({ source, data }) => {
        if (source !== frame.contentWindow || typeof data?.stream !== 'string') return;
        this.#state = { ...this.#state, ...data.state };
        this.dispatchEvent(new Event(data.stream));
      });
      for (const name of READABLE) {
        Object.defineProperty(this, name, {
          enumerable: true,
          get: () => this.#state[name],
          set: (value) => {
            if (!SETTABLE.includes(name)) return;
            this.#state[name] = value;
            this.#send({ stream: 'set', name, value });
          },
        });
      }
    }

    play() {
      const started = new Promise((resolve) => this.addEventListener('playing', () => resolve(), { once: true }));
      this.#send({ stream: 'play' });
      return started;
    }

    pause() {
      this.#send({ stream: 'pause' });
    }

    #send(message) {
      this.#frame.contentWindow?.postMessage(message, '*');
    }
  }

  window.Stream = (frame) => new Player(frame);
})();
