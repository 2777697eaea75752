import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OFTEN, Poller, SELDOM, type Surroundings } from '../../src/live/poller.ts';

/** A world in which time passes when the test says so. */
class FakeWorld implements Surroundings {
  hidden = false;
  timer: { readonly run: () => void; readonly milliseconds: number } | undefined;
  #listener: (() => void) | undefined;

  /** Milliseconds until the next round; undefined when none is planned. */
  get pace(): number | undefined {
    return this.timer?.milliseconds;
  }

  setTimer(run: () => void, milliseconds: number): unknown {
    this.timer = { run, milliseconds };
    return this.timer;
  }
  clearTimer(timer: unknown): void {
    if (timer === this.timer) this.timer = undefined;
  }
  isHidden(): boolean {
    return this.hidden;
  }
  onVisibilityChange(run: () => void): () => void {
    this.#listener = run;
    return () => (this.#listener = undefined);
  }
  show(visible: boolean): void {
    this.hidden = !visible;
    this.#listener?.();
  }
  ring(): void {
    const timer = this.timer;
    this.timer = undefined;
    timer?.run();
  }
}

/** Lets every promise that can settle do so. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function poller(answer: () => Promise<'often' | 'seldom'> | 'often' | 'seldom') {
  const world = new FakeWorld();
  const signals: AbortSignal[] = [];
  const subject = new Poller(async (signal) => {
    signals.push(signal);
    return answer();
  }, world);
  return { world, signals, subject };
}

test('asks at once, then often while something moves and seldom otherwise', async () => {
  let pace: 'often' | 'seldom' = 'often';
  const { world, signals, subject } = poller(() => pace);
  subject.start();
  await settle();
  assert.equal(signals.length, 1);
  assert.equal(world.pace, OFTEN);
  pace = 'seldom';
  world.ring();
  await settle();
  assert.equal(signals.length, 2);
  assert.equal(world.pace, SELDOM);
});

test('a round that throws is followed by another', async () => {
  const { world, subject } = poller(() => Promise.reject(new Error('down')));
  subject.start();
  await settle();
  assert.equal(world.pace, SELDOM);
});

test('is silent while the page is hidden and asks at once when it is shown', async () => {
  const { world, signals, subject } = poller(() => 'often');
  subject.start();
  await settle();
  world.show(false);
  assert.equal(world.pace, undefined);
  subject.now();
  await settle();
  assert.equal(signals.length, 1);
  world.show(true);
  await settle();
  assert.equal(signals.length, 2);
});

test('a newer question makes the older one void', async () => {
  const answers: ((pace: 'often') => void)[] = [];
  const { world, signals, subject } = poller(() => new Promise((resolve) => answers.push(resolve)));
  subject.start();
  await settle();
  subject.now();
  await settle();
  assert.equal(signals[0]?.aborted, true);
  answers[0]!('often');
  await settle();
  assert.equal(world.pace, undefined, 'the void answer must not set the pace');
  answers[1]!('often');
  await settle();
  assert.equal(world.pace, OFTEN);
});

test('after stop nothing is asked any more', async () => {
  const { world, signals, subject } = poller(() => 'often');
  subject.start();
  await settle();
  subject.stop();
  assert.equal(world.pace, undefined);
  subject.now();
  world.show(true);
  await settle();
  assert.equal(signals.length, 1);
});
