// The Livepeer dialect over raw HTTP, and waiting for what it promises.
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';

/** One call; the body is sent as JSON unless it is text or bytes already. */
export async function call(server, method, path, { key = server.apiKey, body, headers = {} } = {}) {
  const raw = typeof body === 'string' || body instanceof Uint8Array || body === undefined;
  const response = await fetch(path.startsWith('http') ? path : server.origin + path, {
    method,
    redirect: 'manual',
    headers: {
      ...(key ? { Authorization: `Bearer ${key}` } : {}),
      ...(raw ? {} : { 'Content-Type': 'application/json' }),
      ...headers,
    },
    body: raw ? body : JSON.stringify(body),
  });
  const text = await response.text();
  let json;
  try {
    json = JSON.parse(text);
  } catch {
    json = undefined; // not every answer is JSON
  }
  return { status: response.status, headers: response.headers, text, json };
}

export async function requestUpload(server, fields) {
  const answer = await call(server, 'POST', '/api/asset/request-upload', { body: fields });
  assert.equal(answer.status, 200, answer.text);
  return answer.json;
}

/** Uploads by PUT and answers the asset's id. */
export async function put(server, name, bytes) {
  const { url, asset } = await requestUpload(server, { name });
  const answer = await call(server, 'PUT', url, { key: null, body: bytes });
  assert.equal(answer.status, 200, answer.text);
  return asset.id;
}

export const getAsset = async (server, id) =>
  (await call(server, 'GET', `/api/asset/${id}`)).json;

/** The asset once `accept` holds. Fails after `seconds`, with the end of the server's log. */
export async function untilAsset(server, id, accept, seconds = 120) {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const asset = await getAsset(server, id);
    if (accept(asset)) return asset;
    if (Date.now() > deadline) {
      assert.fail(`after ${seconds} s: ${JSON.stringify(asset?.status)}\n${server.logTail()}`);
    }
    await pause(100);
  }
}

export const untilSettled = (server, id, seconds) =>
  untilAsset(server, id, (asset) => ['ready', 'failed'].includes(asset?.status?.phase), seconds);

export async function untilReady(server, id, seconds) {
  const asset = await untilSettled(server, id, seconds);
  assert.equal(asset.status.phase, 'ready', asset.status.errorMessage);
  return asset;
}

/** The HLS address that playback info lists. */
export async function hlsUrl(server, playbackId) {
  const answer = await call(server, 'GET', `/api/playback/${playbackId}`, { key: null });
  assert.equal(answer.status, 200, answer.text);
  const hls = answer.json.meta.source.find((s) => s.type.endsWith('mpegurl'));
  assert.ok(hls, answer.text);
  return hls.url;
}

/** The DASH address beside an HLS one; playback info may not list it (LP-118). */
export const dashUrl = (hls) => hls.replace(/index\.m3u8/, 'index.mpd');
