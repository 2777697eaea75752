/** Milliseconds of the past that count. */
const WINDOW = 8_000;
/** Below this, a speed is a guess and is not shown. */
const LEAST = 1_000;

/** How fast a transfer goes, over a sliding window; what the server already had does not count as speed. */
export class Pace {
  #samples: { readonly sent: number; readonly at: number }[] = [];

  /** @param sent bytes so far @param at milliseconds on any steady clock */
  note(sent: number, at: number): void {
    const last = this.#samples.at(-1);
    if (last && sent < last.sent) this.#samples = [];
    this.#samples.push({ sent, at });
    while (this.#samples.length > 2 && at - this.#samples[1]!.at >= WINDOW) this.#samples.shift();
  }

  forget(): void {
    this.#samples = [];
  }

  /** Bytes per second; undefined as long as too little is known. */
  get speed(): number | undefined {
    const first = this.#samples[0];
    const last = this.#samples.at(-1);
    if (!first || !last || last.at - first.at < LEAST || last.sent === first.sent) return undefined;
    return ((last.sent - first.sent) * 1000) / (last.at - first.at);
  }
}
