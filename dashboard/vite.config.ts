import { defineConfig } from 'vite';

/** Where `npm run dev` finds the fake server; a real one can be named instead. */
const server = process.env['SLIPWAY_DEV_SERVER'] ?? 'http://127.0.0.1:4011';

export default defineConfig({
  // Relative, so that the page also works below a path prefix of a reverse proxy.
  base: './',
  build: {
    target: 'es2022',
    // Every asset stays a file of its own: a strict content security policy then needs no data: URLs.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // hls.js is one large file by nature; it is loaded only when a video is opened.
    chunkSizeWarningLimit: 700,
  },
  server: {
    proxy: { '/admin': server, '/files': server, '/hls': server },
  },
});
