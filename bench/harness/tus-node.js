// Run by peers.js: npm's @tus/server with its file store, as its README shows it.
import { FileStore } from '@tus/file-store';
import { Server } from '@tus/server';

const [port, folder] = process.argv.slice(2);
new Server({ path: '/files', datastore: new FileStore({ directory: folder }) }).listen({
  host: '127.0.0.1',
  port: Number(port),
});
