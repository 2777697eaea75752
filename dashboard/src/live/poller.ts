/** What a poller needs from the world, so that a test can be the world. */
export interface Surroundings {
  setTimer(run: () => void, milliseconds: number): unknown;
  clearTimer(timer: unknown): void;
  isHidden(): boolean;
  /** Calls back whenever the page is hidden or shown; returns how to stop that. */
  onVisibilityChange(run: () => void): () => void;
}

export const browserSurroundings: Surroundings = {
  setTimer: (run, milliseconds) => setTimeout(run, milliseconds),
  clearTimer: (timer) => clearTimeout(timer as number),
  isHidden: () => document.hidden,
  onVisibilityChange(run) {
    document.addEventListener('visibilitychange', run);
    return () => document.removeEventListener('visibilitychange', run);
  },
};

/** Milliseconds between two questions. */
export const OFTEN = 2_000;
export const SELDOM = 15_000;

/**
 * Asks again and again, one question at a time: often while something moves, seldom otherwise, never while nobody
 * looks. A newer question makes the older one void, so answers cannot overtake each other.
 */
export class Poller {
  readonly #ask: (signal: AbortSignal) => Promise<'often' | 'seldom'>;
  readonly #world: Surroundings;
  #timer: unknown;
  #asking: AbortController | undefined;
  #stopListening: (() => void) | undefined;

  /** @param ask does one round and says when to come back; it shows its own errors, a throw means `seldom` */
  constructor(
    ask: (signal: AbortSignal) => Promise<'often' | 'seldom'>,
    world: Surroundings = browserSurroundings,
  ) {
    this.#ask = ask;
    this.#world = world;
  }

  /** Asks at once and goes on until {@link stop}. Starting twice changes nothing. */
  start(): void {
    if (this.#stopListening) return;
    this.#stopListening = this.#world.onVisibilityChange(() =>
      this.#world.isHidden() ? this.#rest() : void this.#round(),
    );
    void this.#round();
  }

  stop(): void {
    this.#stopListening?.();
    this.#stopListening = undefined;
    this.#rest();
  }

  /** Something just changed here: do not wait for the next round. Nothing happens when stopped. */
  now(): void {
    if (this.#stopListening) void this.#round();
  }

  #rest(): void {
    this.#world.clearTimer(this.#timer);
    this.#asking?.abort();
    this.#asking = undefined;
  }

  async #round(): Promise<void> {
    this.#rest();
    if (this.#world.isHidden()) return;
    const asking = new AbortController();
    this.#asking = asking;
    let pace: 'often' | 'seldom';
    try {
      pace = await this.#ask(asking.signal);
    } catch {
      pace = 'seldom';
    }
    if (this.#asking !== asking) return;
    this.#asking = undefined;
    this.#timer = this.#world.setTimer(() => void this.#round(), pace === 'often' ? OFTEN : SELDOM);
  }
}
