// Asks the verifier that content credentials' own tools use what it thinks of a file.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { initSync, WasmReader } from '@contentauth/c2pa-wasm';

let begun = false;

function begin() {
  if (begun) return;
  const wasm = createRequire(import.meta.url).resolve('@contentauth/c2pa-wasm/c2pa.wasm');
  initSync({ module: readFileSync(wasm) });
  begun = true;
}

/**
 * What it finds: `state`, the `codes` of everything that it does not like, and the active manifest.
 * `anchor` is the PEM of a root to trust, `purposes` are those that a certificate may be for; when
 * nothing is said, this one believes e-mail only.
 */
export async function verify(bytes, { type = 'video/mp4', anchor, purposes } = {}) {
  begin();
  const trust = { trust_anchors: anchor, trust_config: purposes?.join('\n') };
  const context = (anchor || purposes) && JSON.stringify({ trust, verify: { verify_trust: true } });
  const reader = await WasmReader.fromBytes(type, new Uint8Array(bytes), context);
  try {
    const store = JSON.parse(reader.json());
    return {
      state: store.validation_state,
      codes: (store.validation_status ?? []).map((one) => one.code),
      manifest: store.manifests[store.active_manifest],
    };
  } finally {
    reader.free();
  }
}
