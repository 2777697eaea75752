// The Gcore dialect over raw HTTPS, as its clients call it.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import https from 'node:https';
import { setTimeout as pause } from 'node:timers/promises';
import { certificateOf } from './server.js';

/** Lets everything in this process trust the server's own certificate. */
export function trust(server) {
  https.globalAgent.options.ca = readFileSync(certificateOf(server));
}

/** One request; the answer has `status`, `headers`, `bytes`, `text` and, where it is any, `json`. */
export function send(url, { method = 'GET', headers = {}, body } = {}) {
  return new Promise((resolve, reject) => {
    const request = https.request(url, { method, headers }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const bytes = Buffer.concat(chunks);
        const text = bytes.toString();
        let json;
        try {
          json = JSON.parse(text);
        } catch {
          json = undefined; // not every answer is JSON
        }
        resolve({ status: response.statusCode, headers: response.headers, bytes, text, json });
      });
    });
    request.on('error', reject);
    request.end(body);
  });
}

export function gcore(server, method, path, body, headers = {}) {
  return send(server.origin + path, {
    method,
    headers: {
      Authorization: `APIKey ${server.apiKey}`,
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...headers,
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
}

export async function create(server, video, headers) {
  const answer = await gcore(server, 'POST', '/streaming/videos/', { video }, headers);
  assert.equal(answer.status, 200, answer.text);
  return answer.json;
}

export async function read(server, id) {
  const answer = await gcore(server, 'GET', `/streaming/videos/${id}`);
  assert.equal(answer.status, 200, answer.text);
  return answer.json;
}

/** Waits until `holds` is true of the video, and answers it. */
export async function until(server, id, holds, what, seconds = 60) {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const video = await read(server, id);
    if (holds(video)) return video;
    if (Date.now() > deadline) {
      assert.fail(`never ${what}: ${JSON.stringify(video)}\n${server.logTail()}`);
    }
    await pause(100);
  }
}

export async function session(server, id) {
  const answer = await gcore(server, 'GET', `/streaming/videos/${id}/upload`);
  assert.equal(answer.status, 200, answer.text);
  return answer.json;
}
