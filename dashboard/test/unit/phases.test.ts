import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Phase, Video } from '../../src/api/shapes.ts';
import { isMoving, journeyOf, phaseWords, progressOf } from '../../src/words/phases.ts';

function video(facts: Partial<Video>): Video {
  return {
    id: 'a',
    serial: 1,
    name: 'a.mp4',
    account: 1,
    madeBy: 'dashboard',
    phase: 'Ready',
    createdAt: '2026-11-21T12:00:00Z',
    updatedAt: '2026-11-21T12:00:00Z',
    ids: {
      livepeer: { id: 'a', playbackId: 'b' },
      cloudflare: { uid: 'c' },
      gcore: { id: 1, slug: 'b' },
    },
    journey: [],
    ...facts,
  };
}

test('a video moves unless it waits for somebody or has arrived', () => {
  const still: readonly Phase[] = ['AwaitingBytes', 'Ready', 'Failed'];
  const moving: readonly Phase[] = [
    'Receiving',
    'Fetching',
    'Inspecting',
    'Processing',
    'Viewable',
    'Deleting',
  ];
  for (const phase of still) assert.equal(isMoving(video({ phase })), false, phase);
  for (const phase of moving) assert.equal(isMoving(video({ phase })), true, phase);
});

test('progress is what the server says, else the share of bytes, else unknown', () => {
  assert.equal(progressOf(video({ phase: 'Processing', progress: 0.4 })), 0.4);
  assert.equal(progressOf(video({ phase: 'Receiving', size: 200, received: 50 })), 0.25);
  assert.equal(progressOf(video({ phase: 'Receiving', received: 50 })), undefined);
  assert.equal(progressOf(video({ phase: 'Inspecting' })), undefined);
  assert.equal(progressOf(video({ phase: 'Ready', progress: 1 })), undefined);
});

test('a phase of a newer server is shown under its own name', () => {
  assert.equal(phaseWords('Polishing' as Phase).label, 'Polishing');
});

test('a journey shows what lies behind with times, what is next, and what lies ahead', () => {
  const steps = journeyOf(
    video({
      phase: 'Inspecting',
      journey: [
        { step: 'ticket', at: '2026-11-21T12:00:00.000Z' },
        { step: 'bytes', at: '2026-11-21T12:00:02.500Z' },
      ],
    }),
  );
  assert.deepEqual(
    steps.map(({ step, state, after }) => [step, state, after]),
    [
      ['ticket', 'done', undefined],
      ['bytes', 'done', 2.5],
      ['inspected', 'now', undefined],
      ['viewable', 'ahead', undefined],
      ['ready', 'ahead', undefined],
    ],
  );
});

test('a failed journey ends where it failed', () => {
  const steps = journeyOf(
    video({
      phase: 'Failed',
      journey: [
        { step: 'ticket', at: '2026-11-21T12:00:00Z' },
        { step: 'failed', at: '2026-11-21T12:00:01Z' },
      ],
    }),
  );
  assert.deepEqual(
    steps.map(({ step, state }) => [step, state]),
    [
      ['ticket', 'done'],
      ['failed', 'failed'],
    ],
  );
});
