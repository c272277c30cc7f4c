// A plain static host that gets things wrong the way intranet servers do: everything below a sub-path, and every
// file but HTML, CSS and JavaScript sent as application/octet-stream.
import { createReadStream, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

const PREFIX = '/sub/path/';
const root = fileURLToPath(new URL('../../dist/', import.meta.url));
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };

createServer((request, response) => {
  const { pathname } = new URL(request.url ?? '/', 'http://host');
  const relative = pathname.startsWith(PREFIX) ? pathname.slice(PREFIX.length) || 'index.html' : null;
  const file = relative === null ? null : join(root, normalize(decodeURIComponent(relative)));
  const found = file?.startsWith(root) && statSync(file, { throwIfNoEntry: false })?.isFile();
  if (!found) {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' });
  createReadStream(file).pipe(response);
}).listen(Number(process.argv[2]), '127.0.0.1');
